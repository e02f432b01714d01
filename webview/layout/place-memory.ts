/**
 * Where things are on each level, and where they were that are gone at this moment; and where the reader has dragged
 * them to.
 */
import type { TopologyPlaces } from '../../language-server/protocol.ts';
import { type Arrangement, emptyArrangement } from './arrangement.ts';
import type { DraggedPlaces } from './dragged.ts';
import { type NewId, renameArrangement } from './renamed.ts';
import type { Level } from './scene.ts';

const nothingRemembered = (): Record<Level, Arrangement> => ({
  logical: emptyArrangement(),
  physical: emptyArrangement(),
});

const NOWHERE: DraggedPlaces = new Map();

export class PlaceMemory {
  private arrangements = nothingRemembered();
  private readonly draggedOn = new Map<Level, DraggedPlaces>();
  /** The one that is drawn; each has places of its own. */
  level: Level = 'logical';

  /** To be added to. */
  get remembered(): Arrangement {
    return this.arrangements[this.level];
  }

  get dragged(): DraggedPlaces {
    return this.draggedOn.get(this.level) ?? NOWHERE;
  }

  set dragged(places: DraggedPlaces) {
    this.draggedOn.set(this.level, places);
  }

  /** What has been dragged on both levels, as it is kept. */
  get kept(): TopologyPlaces {
    const dragged = [...this.draggedOn].filter(([, places]) => places.size > 0);
    return Object.fromEntries(dragged.map(([level, places]) => [level, Object.fromEntries(places)]));
  }

  set kept(places: TopologyPlaces) {
    this.draggedOn.clear();
    for (const level of ['logical', 'physical'] as const) {
      const entries = Object.entries(places[level] ?? {});
      if (entries.length > 0) this.draggedOn.set(level, new Map(entries));
    }
  }

  forget(): void {
    this.arrangements = nothingRemembered();
    this.draggedOn.clear();
  }

  /** What has another name is where it was. Answers whether something of it had been dragged. */
  rename(newId: NewId): boolean {
    for (const arrangement of Object.values(this.arrangements)) renameArrangement(arrangement, newId);
    let wasDragged = false;
    for (const [level, places] of this.draggedOn) {
      this.draggedOn.set(level, new Map([...places].map(([id, place]) => [newId(id), place])));
      wasDragged ||= [...places.keys()].some((id) => newId(id) !== id);
    }
    return wasDragged;
  }
}
