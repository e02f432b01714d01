/**
 * Shell text → commands: quotes, comments, line continuations, `NAME=value` and `$NAME`, and the operators `;`, `&&`,
 * `||`. What a shell can do beyond that (loops, substitutions, pipes) is not run; such a line is reported as it stands.
 */

import { parse } from 'shell-quote';
import { t } from '../l10n.ts';

export interface ShellCommand {
  readonly words: readonly string[];
  /** Zero-based line on which the command starts. */
  readonly line: number;
  /** Whether the command before it must have succeeded (`&&`) or failed (`||`). */
  readonly when: 'always' | 'success' | 'failure';
}

export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  /** Lines that need a real shell. */
  readonly unread: readonly { readonly line: number; readonly text: string; readonly reason: string }[];
}

interface LogicalLine {
  readonly text: string;
  readonly line: number;
}

/** Joins lines that a backslash or an open quote continues. */
function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let current = '';
  let start = 0;
  let line = 0;
  let quote = '';
  const finish = () => {
    if (current.trim()) lines.push({ text: current, line: start });
    current = '';
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === '\r' && text[i + 1] === '\n') continue;
    if (char === '\\' && quote !== "'") {
      const newline = text.startsWith('\r\n', i + 1) ? 2 : text[i + 1] === '\n' ? 1 : 0;
      if (newline) {
        i += newline;
        line++;
        continue;
      }
      current += char + (text[i + 1] ?? '');
      i++;
      continue;
    }
    if (char === '#' && !quote && /(^|[\s;&|])$/.test(current)) {
      while (i + 1 < text.length && text[i + 1] !== '\n') i++;
      continue;
    }
    if (char === '\n') {
      line++;
      if (quote) current += char;
      else {
        finish();
        start = line;
      }
      continue;
    }
    if (quote ? char === quote : char === '"' || char === "'") quote = quote ? '' : char;
    current += char;
  }
  finish();
  return lines;
}

const whenAfter: Readonly<Record<string, ShellCommand['when']>> = { ';': 'always', '&&': 'success', '||': 'failure' };
/** Where output goes is of no interest here. */
const redirections: ReadonlySet<string> = new Set(['>', '>>', '<', '>&', '&>']);
/** What begins and ends a part of a script that runs several times, or perhaps not at all. */
const nesting: Readonly<Record<string, number>> = {
  for: 1,
  while: 1,
  until: 1,
  select: 1,
  if: 1,
  case: 1,
  done: -1,
  fi: -1,
  esac: -1,
  '}': -1,
};
const assignment = /^[A-Za-z_][A-Za-z0-9_]*=/;

/** Reads a script. `variables` are known from outside; assignments in the script add to them. */
export function readShellScript(text: string, variables: Readonly<Record<string, string>> = {}): ShellScript {
  const known: Record<string, string> = { ...variables };
  const commands: ShellCommand[] = [];
  const unread: { line: number; text: string; reason: string }[] = [];
  let depth = 0;

  for (const { text: source, line } of logicalLines(text)) {
    if (/\$\(|`/.test(source.replace(/'[^']*'/g, ''))) {
      unread.push({ line, text: source.trim(), reason: t('Command substitution needs a shell.') });
      continue;
    }
    let words: string[] = [];
    let when: ShellCommand['when'] = 'always';
    let unsupported: string | undefined;
    let nested = depth > 0;
    const first = commands.length;
    const finish = () => {
      while (words[0] !== undefined && assignment.test(words[0])) {
        const [name = '', ...value] = words[0].split('=');
        known[name] = value.join('=');
        words = words.slice(1);
      }
      if (words[0] === 'export') {
        for (const word of words.slice(1).filter((w) => assignment.test(w))) {
          const [name = '', ...value] = word.split('=');
          known[name] = value.join('=');
        }
        words = [];
      }
      const [word = ''] = words;
      depth = Math.max(0, depth + (nesting[word] ?? 0));
      nested ||= word in nesting;
      if (words.length) commands.push({ words, line, when });
      words = [];
    };
    let skipNext = false;
    for (const entry of parse(source, (name) => known[name] ?? '')) {
      if (skipNext) skipNext = false;
      else if (typeof entry === 'string') words.push(entry);
      else if ('comment' in entry) break;
      else if (entry.op === 'glob') words.push(entry.pattern);
      else if (whenAfter[entry.op]) {
        finish();
        when = whenAfter[entry.op] as ShellCommand['when'];
      } else if (redirections.has(entry.op)) {
        if (words.at(-1) === '2' || words.at(-1) === '1') words.pop();
        skipNext = true;
      } else {
        unsupported = entry.op;
        break;
      }
    }
    finish();
    if (/\{\s*$/.test(source)) {
      depth++;
      nested = true;
    }
    if (nested || unsupported) commands.length = first;
    if (nested) {
      unread.push({
        line,
        text: source.trim(),
        reason: t('Loops, conditions and functions need a shell: write the commands one by one.'),
      });
    } else if (unsupported)
      unread.push({ line, text: source.trim(), reason: t`The operator ${unsupported} needs a shell.` });
  }
  return { commands, unread };
}
