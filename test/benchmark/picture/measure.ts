/** One way to draw one graph: from the data to the screen, from a change to the screen, and while it is moved. */
import type { Page } from 'playwright-core';
import { type Cell, cell, type Distribution, distribution, isMeasured, percentile, within } from '../distribution.ts';
import type { Plan } from '../plan.ts';
import type { Painter } from './painters.ts';

export interface PictureMeasurement {
  readonly painter: string;
  readonly version: string;
  readonly containers: number;
  /** From the data to the end of the frame that shows it; milliseconds. */
  readonly firstPaint: Cell<number>;
  /** Of it, finding the places; undefined where that cannot be told apart. */
  readonly layout: Cell<number> | undefined;
  /** From the data of one more container to the end of the frame that shows it. */
  readonly patch: Cell<number>;
  /** From one frame to the next while the picture is dragged. */
  readonly panning: Cell<Distribution>;
}

/** Pages that are opened anew, to take the median of. */
const PAGES = 3;
const PANNED_FRAMES = 60;

export async function measurePicture(
  painter: Painter,
  containers: number,
  { limit }: Pick<Plan, 'limit'>,
): Promise<PictureMeasurement> {
  const about = { painter: painter.name, version: painter.version, containers };
  const paints: number[] = [];
  const layouts: number[] = [];
  for (;;) {
    const { page, close } = await painter.open(containers);
    try {
      const first = await cell(within(limit, draw(page, 'show')));
      if (!isMeasured(first)) return { ...about, firstPaint: first, layout: first, patch: first, panning: first };
      paints.push(first.paint);
      if (first.layout !== undefined) layouts.push(first.layout);
      if (paints.length < PAGES && first.paint * PAGES < limit) continue;
      const panning = await cell(within(limit, pan(page)));
      const patch = await cell(within(limit, draw(page, 'add')));
      return {
        ...about,
        firstPaint: percentile(paints, 0.5),
        layout: layouts.length > 0 ? percentile(layouts, 0.5) : undefined,
        patch: isMeasured(patch) ? patch.paint : patch,
        panning: isMeasured(panning) ? distribution(panning) : panning,
      };
    } finally {
      await close();
    }
  }
}

/** What was drawn is on the screen when the task after its frame runs. */
const draw = (page: Page, what: 'show' | 'add'): Promise<{ paint: number; layout: number | undefined }> =>
  page.evaluate(async (method) => {
    const { graph, added } = window.graphs;
    const start = performance.now();
    const layout = await window.painter[method](method === 'show' ? graph : added);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return { paint: performance.now() - start, layout };
  }, what);

/** Drags the picture from its corner, which is empty, a little with each frame; answers the times between frames. */
const pan = (page: Page): Promise<number[]> =>
  page.evaluate(async (frames) => {
    const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const surface = window.painter.surface?.();
    const mouse = (type: string, distance: number): void => {
      const at = { clientX: 6 + distance, clientY: 6 + distance / 2, button: 0, buttons: 1 };
      surface?.dispatchEvent(new MouseEvent(type, { ...at, bubbles: true, cancelable: true, view: window }));
    };
    await nextFrame();
    mouse('mousedown', 0);
    const times: number[] = [];
    let before = await nextFrame();
    for (let frame = 1; frame <= frames; frame++) {
      mouse('mousemove', 5 * frame);
      window.painter.pan?.(5);
      const now = await nextFrame();
      times.push(now - before);
      before = now;
    }
    mouse('mouseup', 5 * frames);
    return times;
  }, PANNED_FRAMES);
