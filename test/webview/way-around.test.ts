import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOX_TO_WAY, runsThrough, wayAround } from '../../webview/layout/way-around.ts';

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe('a way around boxes', () => {
  it('is straight where nothing is in the way', () => {
    expect(wayAround({ x: 0, y: 0 }, { x: 0, y: 100 }, [box(50, 0, 100, 100)])).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 100 },
    ]);
  });

  it('keeps its distance from what is in the way', () => {
    expect(wayAround({ x: 50, y: 0 }, { x: 50, y: 300 }, [box(0, 100, 120, 100)])).toEqual([
      { x: 50, y: 0 },
      { x: -BOX_TO_WAY, y: 0 },
      { x: -BOX_TO_WAY, y: 300 },
      { x: 50, y: 300 },
    ]);
  });

  it('is not there where it would begin in a box', () => {
    expect(wayAround({ x: 50, y: 50 }, { x: 50, y: 300 }, [box(0, 0, 100, 100)])).toBeUndefined();
  });

  it('is right-angled and runs through no box, however they stand', () => {
    const place = fc.record({ x: fc.integer({ min: 0, max: 9 }), y: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(fc.uniqueArray(place, { maxLength: 12, selector: ({ x, y }) => `${x},${y}` }), (places) => {
        const boxes = places.map(({ x, y }) => box(x * 100, y * 100, 60, 60));
        const way = wayAround({ x: -50, y: -50 }, { x: 1050, y: 1050 }, boxes)!;
        expect(runsThrough(way, boxes)).toBe(false);
        way.slice(1).forEach(({ x, y }, i) => {
          expect(x === way[i]!.x || y === way[i]!.y).toBe(true);
        });
      }),
    );
  });
});
