/** What of a plan is taken over after an edit, beside containers that stand for several or are placed on a host. */
import { expect, it } from 'vitest';
import type { Timeline } from '../../language-server/analysis/timeline.ts';
import { createService } from '../../language-server/service.ts';
import { URI } from '../lab.ts';

const LAB = `host left
host right
container many { replicas 2; on right }
container web
container db
stop many
stop web
`;

/** The timelines before and after a text is replaced in the lab. */
function edited(from: string, to: string): { readonly before: Timeline; readonly after: Timeline } {
  const service = createService();
  const before = service.open(URI, 0, LAB)[0]!.timeline;
  return { before, after: service.change(URI, 1, [{ text: LAB.replace(from, to) }])[0]!.timeline };
}

const told = ({ steps }: Timeline) =>
  steps.map(({ host, command }) => [host, command.kind, 'name' in command ? command.name : '']);

it('stays where it is for another name of a container that stands for itself', () => {
  const { before, after } = edited('container db', 'container database');
  expect(after.plan.placement).toBe(before.plan.placement);
  expect(after.plan.moments).toBe(before.plan.moments);
});

it.each([
  ['the name of one that stands for several', 'container many', 'container more'],
  ['how many it stands for', 'replicas 2', 'replicas 3'],
  ['the host that it is on', 'on right', 'on left'],
  ['a second one of its name', 'container web', 'container many'],
  ['one more of its name before it', 'host right', 'host right\ncontainer many'],
])('is made anew for another one of %s', (_, from, to) => {
  const { after } = edited(from, to);
  const fresh = createService().open(URI, 0, LAB.replace(from, to))[0]!.timeline;
  expect(told(after)).toEqual(told(fresh));
});
