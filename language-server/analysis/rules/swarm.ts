/** Workers of a swarm that nobody has started. */
import { t } from '../../l10n.ts';
import type { Rule } from '../findings.ts';
import { shownAt } from '../places.ts';

export const swarmFindings: Rule = ({ lab, timeline: { plan } }) => {
  const members = plan.hosts.flatMap((host) =>
    host.swarm ? [{ entry: lab.entry(lab.declarations.indexOf(host)), role: host.swarm }] : [],
  );
  if (members.some(({ role }) => role.value === 'manager')) return [];
  return members.map(({ entry, role }) => ({
    code: 'swarm-without-manager',
    severity: 'error',
    message: t(
      'A worker joins the swarm of a manager, and no host of this lab is one. Write `swarm manager` for a host.',
    ),
    ...shownAt(entry, role.span),
    fixes: [],
  }));
};
