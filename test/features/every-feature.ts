/** Every feature of the language as one question, for tests and measurements that ask them all. */
import {
  type CallHierarchyData,
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
} from '../../language-server/features/call-hierarchy.ts';
import { codeActions } from '../../language-server/features/code-actions.ts';
import { codeLenses, resolveCodeLens } from '../../language-server/features/code-lenses.ts';
import { completion } from '../../language-server/features/completion.ts';
import { pathCompletion, pathPlace } from '../../language-server/features/completion-paths.ts';
import { definition, implementation, typeDefinition } from '../../language-server/features/definition.ts';
import { diagnostics } from '../../language-server/features/diagnostics.ts';
import { documentLinks } from '../../language-server/features/document-links.ts';
import { documentSymbols, flatSymbols } from '../../language-server/features/document-symbols.ts';
import { foldingRanges } from '../../language-server/features/folding.ts';
import { formatDocument, formatOnType, formatRange } from '../../language-server/features/formatting.ts';
import { highlights } from '../../language-server/features/highlights.ts';
import { hover } from '../../language-server/features/hover.ts';
import { inlayHints } from '../../language-server/features/inlay-hints.ts';
import { type QuickFixData, resolveQuickFix } from '../../language-server/features/quick-fixes.ts';
import { type RefactoringData, resolveRefactoring } from '../../language-server/features/refactorings/refactorings.ts';
import { references } from '../../language-server/features/references.ts';
import { prepareRename, rename } from '../../language-server/features/rename.ts';
import { selectionRanges } from '../../language-server/features/selection-ranges.ts';
import { semanticTokens } from '../../language-server/features/semantic-tokens.ts';
import { signatureHelp } from '../../language-server/features/signature-help.ts';
import { nodeAt } from '../../language-server/features/topology.ts';
import { traceDocument } from '../../language-server/features/trace-document.ts';
import { whatIfActions } from '../../language-server/features/what-if.ts';
import { workspaceSymbols } from '../../language-server/features/workspace-symbols.ts';
import { namesOf } from '../../language-server/model/symbols.ts';
import type { Snapshot } from '../../language-server/service.ts';
import { finished, resultsOf } from '../../language-server/steps.ts';
import type { Position, Range } from '../../language-server/syntax/lines.ts';

/** An editor's window: what is asked of the part of the document that is seen. */
const WINDOW = 60;

function window({ lines }: Snapshot, { line }: Position): Range {
  const last = Math.min(line + WINDOW, lines.count - 1);
  return { start: { line, character: 0 }, end: { line: last, character: lines.lineText(last).length } };
}

const everything = ({ lines, text }: Snapshot): Range => lines.rangeOf(0, text.length);
const allHints = { addresses: true, subnets: true, aliases: true };
const allLenses = { members: true, expectations: true, traces: 'all' } as const;
const commands = new Set<string>();

/** As VS Code asks. */
const lazily = { resolvesEdits: true, createsFiles: true } as const;

const style = { indent: '  ', alignColumns: true };

/** By the files that they are made in. */
function renaming(snapshot: Snapshot, position: Position): unknown {
  const edits = rename(snapshot, position, 'another-name');
  return 'refused' in edits ? edits : [...edits].map(([uri, list]) => ({ uri, list }));
}

function paths(snapshot: Snapshot, position: Position): unknown {
  const place = pathPlace(snapshot, position);
  const entries = [
    { name: 'parts', isFolder: true },
    { name: 'a b.dnet', isFolder: false },
  ];
  return place && pathCompletion(snapshot, place, entries, true, { snippets: true, insertReplace: true });
}

type AtPosition = (snapshot: Snapshot, position: Position) => unknown;

export const atPositions: Readonly<Record<string, AtPosition>> = {
  hover,
  completion: (snapshot, position) => completion(snapshot, position, { snippets: true, insertReplace: true }),
  signatureHelp,
  definition,
  typeDefinition,
  implementation,
  references: (snapshot, position) => resultsOf(references(snapshot, position, true)),
  highlights,
  selectionRanges: (snapshot, position) => selectionRanges(snapshot, [position]),
  'call hierarchy': prepareCallHierarchy,
  'trace document': traceDocument,
  'code actions': (snapshot, position) => codeActions(snapshot, { start: position, end: position }, lazily),
  'what-if actions': (snapshot, position) => whatIfActions(snapshot, { start: position, end: position }),
  'paths of includes': paths,
  'prepare rename': prepareRename,
  'picture of a place': nodeAt,
};

/** The first of the code actions at a place whose edits are worked out when it is chosen. */
function chosenAction(snapshot: Snapshot, position: Position): unknown {
  const actions = codeActions(snapshot, { start: position, end: position }, lazily);
  const chosen = actions.find(({ data }) => data !== undefined);
  return chosen && resolved(snapshot, chosen.data);
}

/** The answer is the same everywhere in a word, and takes its time. */
export const atWords: Readonly<Record<string, AtPosition>> = {
  rename: renaming,
  'code actions and a chosen one': chosenAction,
};

/** Asked about what a window shows whose first line the position is on. */
export const ofWindows: Readonly<Record<string, AtPosition>> = {
  'inlay hints': (snapshot, position) => inlayHints(snapshot, window(snapshot, position), allHints),
  'semantic tokens of a range': (snapshot, position) => semanticTokens(snapshot, window(snapshot, position)),
  'formatting behind }': (snapshot, position) => formatOnType(snapshot, position, '}', style),
  'formatting behind a line': (snapshot, position) => formatOnType(snapshot, position, '\n', style),
  'formatting of a range': (snapshot, position) => formatRange(snapshot, window(snapshot, position), style),
};

type OfDocument = (snapshot: Snapshot) => unknown;

export const ofDocuments: Readonly<Record<string, OfDocument>> = {
  diagnostics: (snapshot) => diagnostics(snapshot),
  formatting: (snapshot) => formatDocument(snapshot, style),
  'semantic tokens': (snapshot) => semanticTokens(snapshot),
  'document symbols': documentSymbols,
  'flat symbols': flatSymbols,
  'workspace symbols': ({ lab }) => resultsOf(workspaceSymbols(lab.sources, 'a')),
  'folding ranges': (snapshot) => foldingRanges(snapshot),
  'document links': documentLinks,
  'code lenses': (snapshot) => codeLenses(snapshot, allLenses),
};

/** Questions about answers to others: too many to be asked at every place. */
export const furtherQuestions: Readonly<Record<string, OfDocument>> = {
  'code lenses, resolved': (snapshot) =>
    codeLenses(snapshot, allLenses).map((lens) => resolveCodeLens(snapshot, lens, commands)),
  'code actions, resolved': (snapshot) =>
    snapshot.tree.statements.map(({ start, end }, index) => {
      const base = snapshot.tree.starts[index]!;
      const range = snapshot.lines.rangeOf(base + start, base + end);
      return codeActions(snapshot, range, { only: ['refactor', 'quickfix', 'source'], resolvesEdits: true }).map(
        ({ data, edit }) => edit ?? resolved(snapshot, data),
      );
    }),
  'all inlay hints': (snapshot) => inlayHints(snapshot, everything(snapshot), allHints),
  'calls of every container': (snapshot) =>
    [...namesOf(snapshot.program, 'container')].flatMap((name) => {
      const symbol = snapshot.program.symbols.container.get(name)!;
      const start = snapshot.tree.starts[snapshot.program.indexOf(symbol)]!;
      const position = snapshot.lines.positionAt(start + symbol.span.start);
      return prepareCallHierarchy(snapshot, position).flatMap((item) => [
        item,
        resultsOf(incomingCalls(snapshot, item.data as CallHierarchyData)),
        resultsOf(outgoingCalls(snapshot, item.data as CallHierarchyData)),
      ]);
    }),
};

function resolved(snapshot: Snapshot, data: RefactoringData | QuickFixData): unknown {
  const edits = 'fix' in data ? finished(resolveQuickFix(snapshot, data)) : resolveRefactoring(snapshot, data);
  if (edits === undefined) throw new Error(`What was listed is not there: ${JSON.stringify(data)}`);
  return edits;
}
