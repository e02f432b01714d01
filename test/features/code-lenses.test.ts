import { describe, expect, it } from 'vitest';
import {
  type CodeLensSettings,
  codeLenses,
  resolveCodeLens,
  SHOW_REFERENCES,
  SHOW_TRACE,
} from '../../language-server/features/code-lenses.ts';
import { traceDocument } from '../../language-server/features/trace-document.ts';
import { marked } from '../cursor.ts';
import { open, URI } from '../lab.ts';

const ALL: CodeLensSettings = { members: true, expectations: true, traces: 'all' };
const COMMANDS = new Set([SHOW_REFERENCES, SHOW_TRACE]);

function lenses(text: string, settings: Partial<CodeLensSettings> = {}, commands = COMMANDS) {
  const snapshot = open(text);
  return codeLenses(snapshot, { ...ALL, ...settings }).map((lens) => resolveCodeLens(snapshot, lens, commands));
}

const titles = (text: string, settings?: Partial<CodeLensSettings>) =>
  lenses(text, settings).map(({ range, command }) => `${range.start.line}: ${command?.title}`);

const LAB = `network front
network empty
container web { image nginx; network front }
container app { network front }
expect app can reach web on 80/tcp
expect app can resolve web
expect app cannot reach outside
stop web
expect app can reach web
`;

describe('code lenses', () => {
  it('count the containers of a network, and lead to them', () => {
    expect(titles(LAB, { expectations: false, traces: 'off' })).toEqual(['0: 1 container', '1: no containers']);
    const [lens] = lenses(LAB);
    expect(lens?.command).toMatchObject({
      command: SHOW_REFERENCES,
      arguments: [
        URI,
        { line: 0, character: 8 },
        [
          { uri: URI, range: { start: { line: 2 } } },
          { uri: URI, range: { start: { line: 3 } } },
        ],
      ],
    });
  });

  it('count the expectations that are met, for each run of them, and lead to the others', () => {
    expect(titles(LAB, { members: false, traces: 'off' })).toEqual([
      '4: ✗ 2 of 3 expectations met',
      '8: ✗ 0 of 1 expectation met',
    ]);
    const [lens] = lenses(LAB, { members: false });
    expect(lens?.command?.arguments?.[2]).toMatchObject([{ range: { start: { line: 6 } } }]);
    expect(titles('container web\nexpect web has ip 172.17.0.2', { members: false })).toEqual([
      '1: ✓ 1 expectation met',
    ]);
  });

  it('offer the trace of what was lost, or of everything', () => {
    const only = { members: false, expectations: false };
    expect(titles(LAB, { ...only, traces: 'failed' })).toEqual(['6: Trace…', '8: Trace…']);
    expect(titles(LAB, { ...only, traces: 'all' })).toEqual(['4: Trace…', '6: Trace…', '8: Trace…']);
    expect(titles(LAB, { ...only, traces: 'off' })).toEqual([]);
    expect(lenses(LAB, { ...only, traces: 'failed' })[0]?.command).toEqual({
      title: 'Trace…',
      command: SHOW_TRACE,
      arguments: [URI, { line: 6, character: 0 }],
    });
  });

  it('only tell where the editor has no command for them', () => {
    expect(lenses(LAB, {}, new Set()).map(({ command }) => command?.command)).toEqual(lenses(LAB).map(() => ''));
  });
});

describe('a trace to read', () => {
  it('has the verdict and every hop', () => {
    const { text, position } = marked(LAB.replace('expect app can reach web on', 'expect app c|an reach web on'));
    const document = traceDocument(open(text), position);
    expect(document?.title).toBe('expect app can reach web on 80/tcp');
    expect(document?.markdown).toContain('Line 5,');
    expect(document?.markdown).toContain('**✓ delivered**');
    expect(document?.markdown).toMatch(/^1\. `app`/m);
  });

  it('is none where no expectation stands', () => {
    const { text, position } = marked(LAB.replace('stop web', 'st|op web'));
    expect(traceDocument(open(text), position)).toBeUndefined();
  });
});
