/** What the lab writes down elsewhere, also further below: to propose it again would take it away from there. */

import { type Entry, entryIndex } from '../analysis/lab.ts';
import { attachmentsOf } from '../model/attachments.ts';
import type { Located } from '../model/program.ts';
import type { Span } from '../syntax/tree.ts';
import type { CompletionContext } from './completion-context.ts';

/** The entries with a test for what the cursor is in: that is about to be replaced. */
function entriesOf({ snapshot: { lab }, place }: CompletionContext) {
  const own = lab.entries[entryIndex(lab, place.declaration)];
  const base = place.cursor - place.offset;
  return lab.entries.map((entry: Entry) => ({
    entry,
    isElsewhere: ({ start }: Span) => entry !== own || base + start !== place.replace.start,
  }));
}

const texts = (values: readonly (Located<string> | undefined)[], isElsewhere: (span: Span) => boolean) =>
  values.flatMap((each) => (each && isElsewhere(each.span) ? [each.value] : []));

/** The addresses that containers ask of a network. */
export function claimedAddresses(context: CompletionContext, network: string): ReadonlySet<string> {
  const found = entriesOf(context).flatMap(({ entry: { declaration }, isElsewhere }) => {
    return attachmentsOf(declaration).flatMap(({ network: { value }, ip, ip6 }) =>
      value === network ? texts([ip, ip6], isElsewhere) : [],
    );
  });
  return new Set(found);
}

/** The subnets that other networks ask for. */
export function claimedSubnets(context: CompletionContext): readonly string[] {
  return entriesOf(context).flatMap(({ entry: { declaration }, isElsewhere }) =>
    declaration.kind === 'network' ? texts(declaration.subnets, isElsewhere) : [],
  );
}

/** The ports of the host that containers publish on, as `8080/tcp`. */
export function claimedPorts(context: CompletionContext): ReadonlySet<string> {
  const specs = entriesOf(context).flatMap(({ entry: { declaration }, isElsewhere }) =>
    declaration.kind === 'container' ? texts(declaration.publish, isElsewhere) : [],
  );
  return new Set(specs.flatMap(hostPorts));
}

function hostPorts(spec: string): readonly string[] {
  const [, first, last = first, protocol = 'tcp'] =
    /(?:^|:)(\d{1,5})(?:-(\d{1,5}))?:[\d-]+(?:\/(\w+))?$/.exec(spec) ?? [];
  if (first === undefined) return [];
  const count = Math.max(0, Number(last) - Number(first)) + 1;
  return Array.from({ length: count }, (_, offset) => `${Number(first) + offset}/${protocol}`);
}
