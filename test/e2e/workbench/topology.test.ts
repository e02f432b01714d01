import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TopologyPage } from '../../../scripts/vscode/topology-page.mjs';
import type { Workbench } from '../../../scripts/vscode/workbench.mjs';
import { Session } from './session.ts';

const LAB = 'docker-networks.dnet';

describe.each([
  {
    place: 'panel',
    open: (workbench: Workbench) => workbench.clickEditorAction('Open Topology to the Side'),
    hide: (workbench: Workbench) => workbench.coverPanel(),
    show: (workbench: Workbench) => workbench.uncoverPanel(),
  },
  {
    place: 'view',
    open: (workbench: Workbench) => workbench.openSideBar('DNet'),
    hide: (workbench: Workbench) => workbench.openSideBar('Explorer'),
    show: (workbench: Workbench) => workbench.openSideBar('DNet'),
  },
] as const)('the topology in the $place', ({ place, open, hide, show }) => {
  let session: Session;
  let workbench: Workbench;
  let topology: TopologyPage;
  let original: string;
  const lineOf = (text: string) => session.find(LAB, text)[0];

  beforeAll(async () => {
    session = await Session.start({ file: LAB });
    workbench = session.workbench;
    original = session.read(LAB);
    await workbench.editor(LAB);
  });
  beforeEach((context) => session.photographFailure(context));
  afterAll(() => session?.close());

  it('opens and draws the lab', async () => {
    await open(workbench);
    topology = await workbench.topology(place);
    await expect
      .poll(() => topology.nodes())
      .toEqual(expect.arrayContaining(['host:dockerhost', 'network:myBridge', 'container:web', 'container:sidecar']));
  });

  it('selects the node of the statement under the cursor', async () => {
    await workbench.moveCursor(lineOf('container second'));
    await expect.poll(() => topology.selected()).toEqual(['container:second']);
    await workbench.moveCursor(lineOf('network myBridge { driver'));
    await expect.poll(() => topology.selected()).toEqual(['network:myBridge']);
  });

  it('selects the source of a node that is clicked', async () => {
    await topology.click('container:first');
    await expect.poll(() => topology.selected()).toEqual(['container:first']);
    await workbench.focusEditor();
    await expect
      .poll(() => workbench.cursorStatus())
      .toMatch(new RegExp(`^Ln ${lineOf('container first')}, .* selected`));
  });

  it('follows what is typed, and moves nothing that is there', async () => {
    const before = await topology.position('container:second');
    await workbench.goToEnd();
    await workbench.type('\ncontainer late { network myBridge }');
    await expect.poll(() => topology.nodes()).toContain('container:late');
    expect(await topology.position('container:second')).toEqual(before);
  });

  it('selects the cable of the property under the cursor, and leaves the focus in the text', async () => {
    await workbench.moveCursor(...session.find(LAB, 'container pinger', 'network myBridge'));
    await expect.poll(() => topology.selected()).toEqual(['veth:interface:pinger/eth0--network:myBridge']);
    await workbench.type('image');
    await expect.poll(() => workbench.squiggles('error').count()).toBeGreaterThan(0);
    for (const _ of 'image') await workbench.page.keyboard.press('Backspace');
    await expect.poll(() => workbench.squiggles('error').count()).toBe(0);
  });

  it('writes a container that is dropped on a network into the text, and undo takes it back', async () => {
    const saved = async (text: string) => {
      await workbench.save();
      await expect.poll(() => session.read(LAB)).toBe(text);
    };
    const before = `${original}\ncontainer late { network myBridge }`;
    await saved(before);
    await topology.drag('container:second', 'network:myBridge');
    await expect.poll(() => topology.edges()).toContain('veth:interface:second/eth0--network:myBridge');
    // One property, and no comment, no space elsewhere is another one.
    await saved(
      before.replace('container second { image busybox }', 'container second { image busybox; network myBridge }'),
    );
    await workbench.undo();
    await expect.poll(() => topology.edges()).not.toContain('veth:interface:second/eth0--network:myBridge');
    await saved(before);
  });

  it('looks at an earlier moment, marks its statement in the text, and leaves the cursor there alone', async () => {
    await workbench.focusEditor();
    const cursor = await workbench.cursorStatus();
    await topology.press('[');
    await expect.poll(() => topology.nodes()).not.toContain('container:late');
    await workbench.reveals('container sidecar {');
    await expect.poll(() => workbench.markedLines().count()).toBeGreaterThan(0);
    await workbench.focusEditor();
    expect(await workbench.cursorStatus()).toBe(cursor);
    await topology.press(']');
    await expect.poll(() => topology.nodes()).toContain('container:late');
    await expect.poll(() => workbench.markedLines().count()).toBe(0);
  });

  it('keeps the last good picture, marked, while the lab cannot be read', async () => {
    await workbench.goToEnd();
    await workbench.type('\nnetwork broken {');
    await expect.poll(() => topology.isStale()).toBe(true);
    await expect.poll(() => topology.nodes()).toContain('container:late');
    await workbench.type('}');
    await expect.poll(() => topology.isStale()).toBe(false);
    await expect.poll(() => topology.nodes()).toContain('network:broken');
  });

  it('catches up after it was hidden', async () => {
    await hide(workbench);
    await workbench.goToEnd();
    await workbench.type('\ncontainer unseen { }');
    await show(workbench);
    topology = await workbench.topology(place);
    await expect.poll(() => topology.nodes()).toContain('container:unseen');
  });

  it('is there again after the window was reloaded', async () => {
    await workbench.save();
    const before = await topology.position('container:second');
    await workbench.reload();
    await workbench.editor(LAB);
    topology = await workbench.topology(place);
    await expect.poll(() => topology.nodes()).toContain('container:unseen');
    expect(await topology.position('container:second')).toEqual(before);
  });
});
