/** Properties that are understood but have no effect on the simulation yet: one table, told where they are written. */
import type { Statement } from '../../syntax/tree.ts';
import type { Finding } from '../finding.ts';
import type { Rule } from '../findings.ts';
import { spanAt } from '../places.ts';

/** `STATEMENT.PROPERTY` → what is not simulated about it. */
const NOT_SIMULATED: ReadonlyMap<string, string> = new Map([
  ['network.mtu', 'Packets have no size in the simulation: the MTU is passed on to Docker, and changes no trace.'],
  ['network.mode', 'The mode is passed on to Docker; the simulation treats all modes of macvlan and ipvlan alike.'],
]);

export const notSimulatedFindings: Rule = ({ lab: { root } }) => {
  const { statements, starts } = root.program.tree;
  return statements.flatMap((statement, index) =>
    (statement.block?.statements ?? []).flatMap((property) => finding(root.uri, starts[index]!, statement, property)),
  );
};

function finding(uri: string, base: number, statement: Statement, property: Statement): readonly Finding[] {
  const message = NOT_SIMULATED.get(`${statement.keyword.text}.${property.keyword.text}`);
  if (message === undefined) return [];
  const span = spanAt(base, property.keyword);
  return [{ code: 'not-simulated', severity: 'information', message, uri, span, related: [], fixes: [] }];
}
