/**
 * Dragging: on a network that it can join, a container joins it; anywhere else it is moved there, and with Shift
 * everywhere. Networks, hosts and the outside are moved. Escape gives it up.
 */
import { t } from '../../language-server/l10n.ts';
import type { BegunGesture, TopologyGraph } from '../../language-server/protocol.ts';
import { make } from '../dom.ts';
import { isNetwork } from '../filter/visible-graph.ts';
import { type GraphIndex, indexGraph } from '../graph.ts';
import { enclosing, type Point, type Rect } from '../layout/geometry.ts';
import type { Overlay, Pin } from '../overlay.ts';
import type { Page } from '../page.ts';
import type { Picture } from '../picture.ts';
import type { Tooltip } from '../tooltip.ts';
import { finish } from '../work.ts';
import { dropGesture } from './gestures.ts';

interface Around {
  readonly page: Page;
  readonly picture: Picture;
  readonly overlay: Overlay;
  readonly tooltip: Tooltip;
  readonly wholeGraph: TopologyGraph;
  announce(text: string): void;
}

interface Deeds {
  moveBy(id: string, by: Point): boolean;
  write(gesture: BegunGesture): Promise<void>;
}

/** In CSS pixels: less is a click. */
const LEAST = 5;

interface Held {
  readonly id: string;
  readonly moving: readonly string[];
  /** Where it was taken, on the picture. */
  readonly from: Point;
  at: Point;
  /** Undefined until it has been moved far enough. */
  lifted: { readonly graph: GraphIndex; readonly boxes: readonly Rect[] } | undefined;
  gesture: BegunGesture | undefined;
}

export class Drag {
  private held: Held | undefined;
  private readonly ghost: Pin;
  private readonly hint: Pin;

  constructor(
    private readonly around: Around,
    private readonly deeds: Deeds,
  ) {
    this.ghost = {
      element: make('div', { class: 'drag-ghost', 'aria-hidden': 'true' }),
      place: () => this.ghostBox(),
    };
    this.hint = { element: make('div', { class: 'drag-hint', 'aria-hidden': 'true' }), place: () => this.held?.at };
    const { graph } = around.page;
    graph.addEventListener('pointerdown', (event) => this.take(event), { capture: true });
    graph.addEventListener('pointermove', (event) => this.point(event));
    window.addEventListener('pointermove', (event) => this.move(event));
    window.addEventListener('pointerup', () => this.drop());
    window.addEventListener('pointercancel', () => this.end());
    for (const type of ['keydown', 'keyup'] as const) {
      window.addEventListener(type, (event) => this.key(event), { capture: true });
    }
  }

  private take(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary) return;
    const { picture } = this.around;
    const from = this.placeOf(event);
    const id = picture.heldAt(from);
    const moving = id === undefined ? [] : picture.movingWith(id);
    if (id === undefined || moving.length === 0) return;
    this.held = { id, moving, from, at: from, lifted: undefined, gesture: undefined };
    // It is the box that moves, and not the picture.
    picture.cy.userPanningEnabled(false);
  }

  /** Elsewhere in a host the picture is panned: tells by the pointer where the host itself is taken. */
  private point(event: PointerEvent): void {
    if (event.buttons !== 0) return;
    const { picture, page } = this.around;
    const held = picture.heldAt(this.placeOf(event));
    page.graph.classList.toggle('on-title', picture.graph.nodes.get(held ?? '')?.kind === 'host');
  }

  private move(event: PointerEvent): void {
    const { held } = this;
    if (held === undefined) return;
    held.at = this.placeOf(event);
    const zoom = this.around.picture.cy.zoom();
    if (held.lifted === undefined && Math.hypot(held.at.x - held.from.x, held.at.y - held.from.y) * zoom < LEAST)
      return;
    if (held.lifted === undefined) this.lift(held);
    this.aim(held, event.shiftKey);
  }

  /** From now on it is a drag: shows what moves, and the networks that it can be dropped on. */
  private lift(held: Held): void {
    const { page, picture, overlay, tooltip, wholeGraph } = this.around;
    const graph = finish(indexGraph(wholeGraph));
    const boxes = held.moving.flatMap((id) => picture.boxOf(id) ?? []);
    held.lifted = { graph, boxes };
    const networks = [...picture.graph.nodes.values()].filter(isNetwork);
    picture.emphasis.mark(
      'target',
      networks.map(({ id }) => id).filter((id) => dropGesture(graph, held.id, id) !== undefined),
    );
    tooltip.hide();
    page.graph.classList.add('dragging');
    overlay.add(this.ghost);
    overlay.add(this.hint);
  }

  /** What a drop would do here, shown at the pointer and on the network. */
  private aim(held: Held, moveOnly: boolean): void {
    const { picture } = this.around;
    const { graph } = held.lifted!;
    const over = picture.boxAt(held.at);
    const gesture = moveOnly || over === undefined ? undefined : dropGesture(graph, held.id, over);
    const name = graph.nodes.get(held.id)?.label ?? '';
    if (gesture?.kind !== held.gesture?.kind || gesture === undefined) {
      picture.emphasis.mark('drop', gesture === undefined || over === undefined ? [] : [over]);
    }
    held.gesture = gesture;
    const network = over === undefined ? '' : (graph.nodes.get(over)?.label ?? '');
    this.hint.element.textContent =
      gesture === undefined ? t`Move ${name}` : t`Connect ${name} to ${network}. With Shift: move only`;
    this.hint.element.classList.toggle('connects', gesture !== undefined);
    this.placeGhost();
  }

  private placeGhost(): void {
    const box = this.ghostBox();
    const zoom = this.around.picture.cy.zoom();
    if (box !== undefined) {
      this.ghost.element.style.width = `${box.width * zoom}px`;
      this.ghost.element.style.height = `${box.height * zoom}px`;
    }
    this.around.overlay.put(this.ghost);
    this.around.overlay.put(this.hint);
  }

  private ghostBox(): Rect | undefined {
    const { held } = this;
    const box = enclosing(held?.lifted?.boxes ?? []);
    if (held === undefined || box === undefined) return undefined;
    return { ...box, x: box.x + held.at.x - held.from.x, y: box.y + held.at.y - held.from.y };
  }

  private drop(): void {
    const { held } = this;
    this.end();
    if (held?.lifted === undefined) return;
    if (held.gesture !== undefined) {
      void this.deeds.write(held.gesture);
      return;
    }
    this.deeds.moveBy(held.id, { x: held.at.x - held.from.x, y: held.at.y - held.from.y });
    this.around.announce(t`${held.lifted.graph.nodes.get(held.id)?.label ?? ''} moved.`);
  }

  private key(event: KeyboardEvent): void {
    const { held } = this;
    if (held?.lifted === undefined) return;
    if (event.key === 'Shift') this.aim(held, event.type === 'keydown');
    if (event.key !== 'Escape' || event.type !== 'keydown') return;
    event.stopPropagation();
    event.preventDefault();
    this.end();
    this.around.announce(t`Nothing is moved.`);
  }

  private end(): void {
    if (this.held === undefined) return;
    const { page, picture, overlay } = this.around;
    this.held = undefined;
    picture.cy.userPanningEnabled(true);
    picture.emphasis.mark('target', []);
    picture.emphasis.mark('drop', []);
    page.graph.classList.remove('dragging');
    overlay.remove(this.ghost);
    overlay.remove(this.hint);
  }

  private placeOf({ clientX, clientY }: PointerEvent): Point {
    const { left, top } = this.around.page.graph.getBoundingClientRect();
    return this.around.picture.placeAt({ x: clientX - left, y: clientY - top });
  }
}
