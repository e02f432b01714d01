/** What the lab writes down elsewhere, also further below: to propose it again would take it away from there. */

import { attachmentsOf } from '../model/attachments.ts';
import type { Declaration, Located } from '../model/program.ts';
import type { CompletionContext } from './completion-context.ts';

/** What declarations write down, without what the cursor is in: that is about to be replaced. */
export function* elsewhere<T>(
  { snapshot: { lab, program }, place }: CompletionContext,
  writtenIn: (declarations: readonly Declaration[]) => readonly Located<T>[],
): Iterable<T> {
  const own = program.declarations[place.declaration];
  const at = place.replace.start - (place.cursor - place.offset);
  for (const source of lab.sources)
    for (const chunk of source.program.chunks.list) {
      if (source.program !== program || !own || !chunk.declarations.includes(own)) {
        for (const { value } of chunk.get(writtenIn)) yield value;
        continue;
      }
      for (const { value } of writtenIn(chunk.declarations.filter((each) => each !== own))) yield value;
      for (const { value, span } of writtenIn([own])) if (span.start !== at) yield value;
    }
}

interface Claim {
  readonly network: string;
  readonly address: string;
}

const addressesIn = (declarations: readonly Declaration[]): readonly Located<Claim>[] =>
  declarations
    .flatMap(attachmentsOf)
    .flatMap(({ network, ip, ip6 }) =>
      [ip, ip6].flatMap((each) =>
        each ? [{ value: { network: network.value, address: each.value }, span: each.span }] : [],
      ),
    );

/** The addresses that containers ask of a network. */
export function claimedAddresses(context: CompletionContext, network: string): ReadonlySet<string> {
  const claimed = new Set<string>();
  for (const claim of elsewhere(context, addressesIn)) if (claim.network === network) claimed.add(claim.address);
  return claimed;
}

const subnetsIn = (declarations: readonly Declaration[]): readonly Located<string>[] =>
  declarations.flatMap((declaration) => (declaration.kind === 'network' ? declaration.subnets : []));

/** The subnets that other networks ask for. */
export const claimedSubnets = (context: CompletionContext): readonly string[] => [...elsewhere(context, subnetsIn)];

const hostPortsIn = (declarations: readonly Declaration[]): readonly Located<string>[] =>
  declarations.flatMap((declaration) =>
    declaration.kind === 'container'
      ? declaration.publish.flatMap(({ value, span }) => hostPorts(value).map((port) => ({ value: port, span })))
      : [],
  );

/** The ports of the host that containers publish on, as `8080/tcp`. */
export const claimedPorts = (context: CompletionContext): ReadonlySet<string> =>
  new Set(elsewhere(context, hostPortsIn));

function hostPorts(spec: string): readonly string[] {
  const [, first, last = first, protocol = 'tcp'] =
    /(?:^|:)(\d{1,5})(?:-(\d{1,5}))?:[\d-]+(?:\/(\w+))?$/.exec(spec) ?? [];
  if (first === undefined) return [];
  const count = Math.max(0, Number(last) - Number(first)) + 1;
  return Array.from({ length: count }, (_, offset) => `${Number(first) + offset}/${protocol}`);
}
