/** The end of a packet's way: the sockets of a namespace. */
import { t } from '../l10n.ts';
import { ended, type Journey, type Outcome } from './journey.ts';
import { accepts, type Namespace } from './locations.ts';
import type { Host } from './state.ts';

/** Whether something in the namespace answers what is sent to the journey's destination. */
export function toSockets(journey: Journey, host: Host, namespace: Namespace): Outcome {
  if (journey.protocol === 'icmp')
    return ended('delivered', t`${journey.destination} belongs to ${namespace.name}, whose kernel answers ping.`, {
      answeredBy: namespace.name,
    });
  const { destination, port = 0, protocol } = journey;
  const member = namespace.members.find(({ listeners }) =>
    listeners.some((listener) => accepts(listener, destination, protocol, port)),
  );
  if (!member) {
    const onLoopback = namespace.members.find(({ listeners }) =>
      listeners.some((l) => l.port === port && l.protocol === protocol && l.address?.startsWith('127.')),
    );
    journey.hop(
      'listener',
      namespace.kind === 'host' ? host.name : namespace.name,
      t`No socket listens on ${journey.target}/${protocol}, so the kernel answers with ${protocol === 'tcp' ? t('a reset (RST)') : t('ICMP "port unreachable"')}.`,
    );
    return ended(
      'refused',
      onLoopback
        ? t`${onLoopback.name} listens on ${journey.service} at its own loopback address alone, where nothing arrives from elsewhere, so its kernel refuses.`
        : namespace.kind === 'host'
          ? t`Nothing on ${journey.theHost(host)} listens on ${journey.service}, so its kernel refuses.`
          : t`Nothing in ${namespace.name} listens on ${journey.service}, so its kernel refuses.`,
    );
  }
  journey.hop('listener', member.name, t`${member.name} listens on ${journey.service}.`);
  if (member.status === 'paused')
    return protocol === 'tcp'
      ? {
          verdict: 'dropped',
          probe: 'connected-no-answer',
          reason: t`${member.name} is paused: the kernel still accepts connections for it, but no process answers.`,
        }
      : ended('dropped', t`${member.name} is paused: no process answers.`);
  return ended('delivered', t`${member.name} listens on ${journey.service} and answers.`, {
    answeredBy: member.name,
    seenSource: journey.source,
  });
}
