/** What is written on an item of the tree, what its tooltip says, and what a screen reader says instead of both. */
import type { TopologyNode } from '../../language-server/protocol.ts';
import type { OutlineItem } from './outline.ts';

type Severity = NonNullable<TopologyNode['problem']>['severity'];

/** What a severity is called, in the reader's language. */
export type SeverityNames = Readonly<Record<Severity, string>>;

export interface ItemWords {
  /** Beside the label. */
  readonly description: string;
  readonly tooltip: string;
  readonly spoken: string;
}

export function wordsOf({ node, children, notes }: OutlineItem, severities: SeverityNames): ItemWords {
  const { problem } = node;
  const status = node.status === undefined || node.status === 'running' ? [] : [node.status];
  const addresses = node.kind === 'container' ? children.flatMap((child) => child.node.details.slice(0, 1)) : [];
  // Where the logical picture writes nothing on it, it is a piece of machinery.
  const lines = node.details.length > 0 ? node.details : (node.physical ?? []);
  const machinery = (node.physical ?? []).filter((line) => !lines.includes(line));
  const said = problem && `${severities[problem.severity]}: ${problem.message}`;
  const isMachinery = node.details.length === 0;
  return {
    description: [problem && severities[problem.severity], ...status, ...addresses, ...lines]
      .filter(Boolean)
      .join(' · '),
    tooltip: [node.description, ...notes, ...machinery, said].filter(Boolean).join('\n\n'),
    // A sentence each, the most important first; that an interface is plugged in where it stands goes without saying.
    spoken: [
      said,
      node.description,
      addresses.length > 0 && `${addresses.join(', ')}.`,
      ...(node.kind === 'interface' ? [] : notes),
      isMachinery && lines.length > 0 && `${lines.join('; ')}.`,
    ]
      .filter(Boolean)
      .join(' '),
  };
}
