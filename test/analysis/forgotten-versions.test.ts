/** A document that is edited for hours holds no more than one that has just been opened. */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createService } from '../../language-server/service.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const URI = 'file:///lab.dnet';
const EDITS = 6;

it('nothing that was derived from earlier versions of a text is kept', async () => {
  const service = createService();
  const derived: WeakRef<object>[] = [];
  service.open(URI, 0, 'network front\ncontainer web { network front; publish 8000:80 }\n');
  for (let version = 1; version <= EDITS; version++) {
    const text = `container c${version} { network front }\n`;
    const start = { line: 1, character: 0 };
    const [snapshot] = service.change(URI, version, [{ range: { start, end: start }, text }]);
    service.diagnostics(snapshot!);
    const { tree, declarations } = snapshot!.program;
    for (const each of [snapshot!, tree.statements, declarations, snapshot!.timeline.plan.lowered])
      derived.push(new WeakRef(each));
    // What is held weakly is held until the turn ends.
    await setImmediate();
  }
  collectGarbage();
  const kept = derived.filter((each) => each.deref() !== undefined);
  expect(kept.length).toBeLessThanOrEqual(derived.length / EDITS);
});
