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
import { definition, implementation, typeDefinition } from '../../language-server/features/definition.ts';
import { diagnostics } from '../../language-server/features/diagnostics.ts';
import { documentLinks } from '../../language-server/features/document-links.ts';
import { documentSymbols, flatSymbols } from '../../language-server/features/document-symbols.ts';
import { foldingRanges } from '../../language-server/features/folding.ts';
import { highlights } from '../../language-server/features/highlights.ts';
import { hover } from '../../language-server/features/hover.ts';
import { inlayHints } from '../../language-server/features/inlay-hints.ts';
import { references } from '../../language-server/features/references.ts';
import { selectionRanges } from '../../language-server/features/selection-ranges.ts';
import { semanticTokens } from '../../language-server/features/semantic-tokens.ts';
import { signatureHelp } from '../../language-server/features/signature-help.ts';
import { nodeAt } from '../../language-server/features/topology.ts';
import { traceDocument } from '../../language-server/features/trace-document.ts';
import { workspaceSymbols } from '../../language-server/features/workspace-symbols.ts';
import type { Snapshot } from '../../language-server/service.ts';
import { resultsOf } from '../../language-server/steps.ts';
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
  'code actions': (snapshot, position) => codeActions(snapshot, { start: position, end: position }),
  'picture of a place': nodeAt,
};

/** Asked about what a window shows whose first line the position is on. */
export const ofWindows: Readonly<Record<string, AtPosition>> = {
  'inlay hints': (snapshot, position) => inlayHints(snapshot, window(snapshot, position), allHints),
  'semantic tokens of a range': (snapshot, position) => semanticTokens(snapshot, window(snapshot, position)),
};

type OfDocument = (snapshot: Snapshot) => unknown;

export const ofDocuments: Readonly<Record<string, OfDocument>> = {
  diagnostics: (snapshot) => diagnostics(snapshot),
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
  'all inlay hints': (snapshot) => inlayHints(snapshot, everything(snapshot), allHints),
  'calls of every container': (snapshot) =>
    [...snapshot.program.symbols.container.values()].flatMap(({ declaration, span }) => {
      const position = snapshot.lines.positionAt(snapshot.tree.starts[declaration]! + span.start);
      return prepareCallHierarchy(snapshot, position).flatMap((item) => [
        item,
        incomingCalls(snapshot, item.data as CallHierarchyData),
        outgoingCalls(snapshot, item.data as CallHierarchyData),
      ]);
    }),
};
