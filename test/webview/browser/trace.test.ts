import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { type OpenOptions, URI, type Webview } from './harness.ts';
import type { LabView } from './lab-view.ts';
import { pageSuite } from './suite.ts';
import { THEMES, type ThemeName } from './themes.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const LAB = `network front { subnet 10.1.0.0/24 }
network back { subnet 10.2.0.0/24; internal }
container web { image nginx; network front; publish 8080:80 }
container api { image busybox; network front; network back }
container db { image postgres; network back }
container plain { image busybox }
disconnect api from back
stop db
`;

const pages = pageSuite();
let view: Webview;

async function open(options?: OpenOptions, text = LAB): Promise<LabView> {
  const lab = await pages.lab(text, options);
  view = lab.view;
  await view.page.locator('#timeline').waitFor();
  return lab;
}

const spoken = () => view.page.locator('#live').textContent();
const marked = (mark: string) => view.graph((cy, name) => cy.$(`.${name}`).map((element) => element.id()), mark);
const hops = () => view.page.locator('.hops li');

async function violations(): Promise<unknown[]> {
  await view.page.evaluate(axe);
  return view.page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await checker.run()).violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
  });
}

/** By the keyboard alone, from the picture. */
async function traceByKeys(from: string, to: string): Promise<void> {
  await view.page.locator('#canvas').focus();
  await view.send({ type: 'select', node: from });
  await view.page.keyboard.press('t');
  await view.send({ type: 'select', node: to });
  await view.page.keyboard.press('T');
  await view.page.locator('#trace .verdict').waitFor();
}

describe('a trace', () => {
  it('is made by the keyboard, told hop by hop, and spoken', async () => {
    await open();
    await traceByKeys('container:api', 'container:web');
    expect(await spoken()).toMatch(/^api → web: delivered, after \d+ hops/);
    expect(await hops().count()).toBeGreaterThan(4);
    expect(await hops().first().textContent()).toContain('name lookup');
    const way = await marked('way');
    expect(way).toEqual(
      expect.arrayContaining([
        'interface:api/eth0',
        'veth:interface:api/eth0--network:front',
        'network:front',
        'interface:web/eth0',
      ]),
    );
    expect(way).not.toContain('network:back');
    await view.photograph('trace-delivered');
  });

  it('that is dropped ends at the router, with a sign, the verdict and the reason in words', async () => {
    await open();
    await traceByKeys('container:plain', 'interface:web/eth0');
    expect(await marked('lost')).toEqual(['router:host']);
    expect(await view.page.locator('.trace-verdict').textContent()).toBe('✕ dropped');
    expect(await view.page.locator('#trace .reason').textContent()).toContain('keeps networks apart');
    expect(await hops().last().textContent()).toContain('✕ filter rule');
    await view.photograph('trace-dropped');
  });

  it('shows the place of the hop that is chosen in the list, also by the arrow keys', async () => {
    await open();
    await traceByKeys('container:plain', 'interface:web/eth0');
    await hops().first().getByRole('button').click();
    expect(await marked('hop')).toEqual(['interface:plain/eth0']);
    await view.page.keyboard.press('End');
    expect(await marked('hop')).toEqual(['router:host']);
    expect(await hops().last().getByRole('button').getAttribute('aria-current')).toBe('step');
  });

  it('is made by the menu of the mouse, and closed', async () => {
    await open();
    for (const [id, item] of [
      ['container:api', 'Trace from here'],
      ['container:web', 'Trace to here'],
    ] as const) {
      const { x, y } = await view.pointOf(id);
      await view.page.mouse.click(x, y, { button: 'right' });
      await view.page.getByRole('menuitem', { name: item }).click();
    }
    await view.page.locator('#trace .verdict.delivered').waitFor();
    await view.page.getByRole('button', { name: 'Close the trace' }).click();
    expect(await view.page.locator('#trace').isVisible()).toBe(false);
    expect(await marked('way')).toEqual([]);
    expect(await marked('faded')).toEqual([]);
  });

  it('is written down as an expectation of the moment that is drawn', async () => {
    await open();
    await traceByKeys('container:web', 'container:api');
    const pin = view.page.getByRole('button', { name: 'Pin as expectation' });
    expect(await view.page.locator('#trace-pin').textContent()).toBe('expect web can reach api');
    await pin.focus();
    await view.page.keyboard.press('Enter');
    expect((await view.posted()).at(-1)).toEqual({ type: 'pin', uri: URI, from: 'web', to: 'api' });
  });

  it.each([
    ['container:api', 'What breaks if this container stops?', { kind: 'stop', container: 'api' }],
    ['network:back', 'What breaks if this network goes?', { kind: 'removeNetwork', network: 'back' }],
  ])('%s: %s is asked from the menu', async (node, item, hypothesis) => {
    await open();
    await view.send({ type: 'select', node });
    await view.page.locator('#canvas').focus();
    await view.page.keyboard.press('m');
    await view.page.getByRole('menuitem', { name: item }).click();
    expect((await view.posted()).at(-1)).toEqual({ type: 'whatIf', uri: URI, hypothesis });
  });

  it('asks a port, and follows what is typed', async () => {
    const lab = await open();
    await traceByKeys('outside', 'published-port:host/8080/tcp');
    expect(await view.page.locator('#trace .title').textContent()).toBe('outside → 192.0.2.10 on 8080/tcp');
    await view.page.getByLabel('on port').fill('81');
    await view.page.getByLabel('on port').press('Enter');
    await view.page.locator('#trace .verdict.lost').waitFor();
    await view.page.getByLabel('on port').fill('8080');
    await view.page.getByLabel('on port').press('Enter');
    await view.page.locator('#trace .verdict.delivered').waitFor();
    await lab.edit(LAB.replace('; publish 8080:80', ''));
    await view.page.locator('#trace .verdict.lost').waitFor();
  });

  it('travels, unless less motion is wanted', async () => {
    await open({ reducedMotion: false });
    const places = await view.page.evaluateHandle(() => {
      const seen = new Set<string>();
      new MutationObserver(() => {
        const style = document.querySelector('.packet')?.getAttribute('style');
        if (style) seen.add(style);
      }).observe(document.body, { subtree: true, attributeFilter: ['style'] });
      return seen;
    });
    await traceByKeys('container:api', 'container:web');
    await expect.poll(() => places.evaluate(({ size }) => size)).toBeGreaterThan(3);
    await view.page.locator('.trace-verdict').waitFor();
    await view.close();
    await open({ reducedMotion: true });
    await traceByKeys('container:api', 'container:web');
    expect(await view.page.locator('.packet').count()).toBe(0);
  });

  it.each(Object.keys(THEMES) as ThemeName[])('and the details are read and seen in %s', async (theme) => {
    await open({ theme });
    await traceByKeys('container:plain', 'interface:web/eth0');
    await view.click('container:web');
    await view.page.getByText('Reached by').waitFor();
    expect(await violations()).toEqual([]);
    await view.photograph(`trace-${theme.toLowerCase().replaceAll(' ', '-')}`);
  });
});

describe('the details', () => {
  it('of what is clicked tell what inspect would, and lead on to other things and to the source', async () => {
    await open();
    await view.click('container:api');
    const details = view.page.locator('#details');
    await details.getByText('default', { exact: true }).waitFor();
    expect(await details.textContent()).toContain('10.1.0.3/24');
    await details.getByRole('button', { name: 'front (bridge)' }).click();
    expect(await view.selected()).toEqual(['network:front']);
    await details.getByText('Containers (2)').waitFor();
    await details.getByRole('button', { name: 'Go to source' }).click();
    expect(await view.posted()).toContainEqual({ type: 'reveal', uri: URI, origin: 'network:front' });
    await view.page.getByRole('button', { name: 'Close the details' }).click();
    await view.click('container:web');
    expect(await details.isVisible()).toBe(false);
    await view.page.keyboard.press('i');

    await details.getByText('0.0.0.0:8080').waitFor();
  });

  it('show text of any kind as text', async () => {
    await open({}, 'container a1 { image "<img src=x onerror=alert(1)>" }\n');
    await view.click('container:a1');
    await view.page.locator('#details').getByText('<img src=x onerror=alert(1)>').first().waitFor();
    expect(await view.page.locator('img').count()).toBe(0);
  });
});

describe('the timeline', () => {
  const range = () => view.page.getByRole('slider', { name: 'Step of the file' });

  it('stands at the end, and goes back and forth with picture, details and statement', async () => {
    await open();
    expect(await range().getAttribute('aria-valuetext')).toContain('docker stop db');
    await range().focus();
    await view.page.keyboard.press('ArrowLeft');
    await view.page.keyboard.press('ArrowLeft');
    await expect.poll(() => view.graph((cy) => cy.getElementById('interface:api/eth1').length)).toBe(1);
    expect(await range().getAttribute('aria-valuetext')).toContain('Step 6 of 8: docker run');
    await expect.poll(() => view.posted()).toContainEqual({ type: 'step', uri: URI, step: 6 });
    await view.page.keyboard.press('Home');
    await expect.poll(() => view.graph((cy) => cy.nodes('.container').length)).toBe(0);
    await view.photograph('timeline-start');
    await view.page.getByRole('button', { name: 'End', exact: true }).click();
    await expect.poll(() => view.graph((cy) => cy.nodes('.container').length)).toBe(4);
    expect((await view.posted()).findLast(({ type }) => type === 'step')).toMatchObject({ step: null });
  });

  it('has the hovers and the descriptions of the moment', async () => {
    await open();
    const hovered = async () => {
      const { x, y } = await view.pointOf('container:db');
      await view.page.mouse.move(x, y - 40);
      await view.page.mouse.move(x, y, { steps: 3 });
      // It comes once the pointer has rested; nothing comes where the picture moved on meanwhile.
      const tooltip = view.page.locator('#tooltip');
      await tooltip.waitFor({ timeout: 1000 }).catch(() => undefined);
      return tooltip.textContent();
    };
    await expect.poll(hovered).toContain('exited');
    await view.page.locator('#canvas').focus();
    await view.page.keyboard.press('[');
    await expect.poll(hovered).toContain('running');
    expect(await view.page.locator('#outline').getByText('Container db').textContent()).toContain('running');
    await view.page.keyboard.press(']');
    await expect.poll(hovered).toContain('exited');
  });

  it('moves nothing that is there before and after', async () => {
    await open();
    const before = await view.positions();
    await range().focus();
    await view.page.keyboard.press('Home');
    await expect.poll(() => view.graph((cy) => cy.nodes('.container').length)).toBe(0);
    await view.page.keyboard.press('End');
    await expect.poll(() => view.graph((cy) => cy.nodes('.container').length)).toBe(4);
    expect(await view.positions()).toEqual(before);
  });

  it('plays from the start to the end, step by step', async () => {
    await open({}, 'network one\nnetwork two\ncontainer web { image nginx; network one }\n');
    const { clock } = view.page;
    await clock.install();
    await clock.pauseAt(new Date(Date.now() + 60_000));
    await view.page.getByRole('button', { name: 'Play' }).click();
    expect(await range().getAttribute('aria-valuetext')).toBe('Before the first step');
    await clock.runFor(2_500);
    expect(await range().inputValue()).toBe('2');
    await view.page.getByRole('button', { name: 'Pause' }).click();
    await clock.runFor(10_000);
    expect(await range().inputValue()).toBe('2');
    await view.page.getByRole('button', { name: 'Play' }).click();
    await clock.runFor(10_000);
    expect(await range().inputValue()).toBe('3');
    await view.page.getByRole('button', { name: 'Play' }).waitFor();
  });

  it('says what Docker refused', async () => {
    await open({}, 'container web { image nginx }\nconnect web to nowhere\n');
    expect(await view.page.locator('#timeline .label').textContent()).toContain('✕ refused: docker network connect');
  });

  it('traces at the moment shown', async () => {
    await open();
    await traceByKeys('container:api', 'container:db');
    await view.page.locator('#trace .verdict.lost').waitFor();
    await view.page.keyboard.press('[');
    await view.page.keyboard.press('[');
    await view.page.locator('#trace .verdict.delivered').waitFor();
  });
});

describe('the keys', () => {
  it('are listed in a dialog', async () => {
    await open();
    await view.page.locator('#canvas').focus();
    await view.page.keyboard.press('?');
    const help = view.page.getByRole('dialog', { name: 'Keys' });
    await help.waitFor();
    expect(await help.textContent()).toContain('Trace from here');
    expect(await violations()).toEqual([]);
    await view.photograph('keys');
    await view.page.keyboard.press('Escape');
    expect(await help.isVisible()).toBe(false);
  });
});
