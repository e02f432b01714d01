/** What is drawn: networks, hosts and drivers to leave out, networks to collapse. */
import { t } from '../../language-server/l10n.ts';
import type { TopologyGraph, TopologyNode } from '../../language-server/protocol.ts';
import { iconButton, make, textButton } from '../dom.ts';
import { ICONS } from '../icon-paths.ts';
import {
  containersIn,
  EVERYTHING,
  firstVisibility,
  hidesNothing,
  isNetwork,
  type Visibility,
} from './visible-graph.ts';

export class FilterPanel {
  readonly button = iconButton(t`Filter`, ICONS.filter, () => this.toggle());
  readonly element = make('section', { id: 'filter', 'aria-label': t`Filter` });
  /** That something is not drawn, though the reader has not asked for that. */
  readonly notice = make('div', { id: 'collapsed-notice' });
  private visibility = EVERYTHING;
  private graph: TopologyGraph = { nodes: [], edges: [] };

  constructor(private readonly changed: (visibility: Visibility) => void) {
    this.element.hidden = true;
    this.notice.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.toggle();
      this.button.focus();
    });
  }

  get current(): Visibility {
    return this.visibility;
  }

  setGraph(graph: TopologyGraph): void {
    this.graph = graph;
    if (!this.element.hidden) this.render();
  }

  /** For another document: nothing has been said about it yet. The picture is not drawn. */
  begin(graph: TopologyGraph): void {
    this.take(firstVisibility(graph));
    if (hidesNothing(this.visibility)) return;
    const everything = textButton(t`Draw everything`, () => this.set(EVERYTHING), { class: 'link' });
    const count = containersIn(graph.nodes).toLocaleString(document.documentElement.lang || undefined);
    const text = t`${count} containers: the networks are collapsed. A double click, or c on the keyboard, expands one.`;
    this.notice.replaceChildren(make('span', { role: 'status' }, text), ' ', everything);
    this.notice.hidden = false;
  }

  set(visibility: Visibility): void {
    this.take(visibility);
    this.changed(visibility);
  }

  /** Draws these networks with their containers. */
  expand(networks: ReadonlySet<string>): void {
    const collapsed = new Set([...this.visibility.collapsed].filter((id) => !networks.has(id)));
    this.set({ ...this.visibility, collapsed });
  }

  private take(visibility: Visibility): void {
    this.visibility = visibility;
    this.notice.hidden = true;
    this.button.setAttribute('aria-pressed', String(!hidesNothing(visibility)));
    if (!this.element.hidden) this.render();
  }

  /** What is called something else is shown as before. */
  rename(newId: (id: string) => string): void {
    const { hidden, collapsed } = this.visibility;
    const renamed = (ids: ReadonlySet<string>) => new Set([...ids].map(newId));
    this.visibility = { ...this.visibility, hidden: renamed(hidden), collapsed: renamed(collapsed) };
  }

  /** Draws a network with its containers, or without them. */
  toggleCollapsed(id: string): void {
    this.set({ ...this.visibility, collapsed: toggled(this.visibility.collapsed, id) });
  }

  toggle(): void {
    this.element.hidden = !this.element.hidden;
    this.button.setAttribute('aria-expanded', String(!this.element.hidden));
    if (this.element.hidden) return;
    this.render();
    this.element.querySelector<HTMLElement>('input, button')?.focus();
  }

  private render(): void {
    const focused = document.activeElement?.id;
    const { hidden, hiddenDrivers, collapsed } = this.visibility;
    const networks = this.graph.nodes.filter(isNetwork);
    const hosts = this.graph.nodes.filter(({ kind }) => kind === 'host');
    const drivers = [...new Set(networks.flatMap(({ driver }) => driver ?? []))].sort();
    const hide = (id: string) => () => this.set({ ...this.visibility, hidden: toggled(this.visibility.hidden, id) });
    const network = (node: TopologyNode) => {
      const isCollapsed = collapsed.has(node.id);
      const fold = textButton(isCollapsed ? t`expand` : t`collapse`, () => this.toggleCollapsed(node.id), {
        id: `fold ${node.id}`,
        class: 'link',
        'aria-label': isCollapsed ? t`Expand ${node.label}` : t`Collapse ${node.label}`,
      });
      return make('li', {}, this.checkbox(node.id, node.label, !hidden.has(node.id), hide(node.id)), fold);
    };
    const all = (collapse: boolean) => () =>
      this.set({ ...this.visibility, collapsed: new Set(collapse ? networks.map(({ id }) => id) : []) });
    this.element.replaceChildren(
      make('h2', {}, t`Draw`),
      make('h3', {}, t`Networks`),
      make('ul', {}, ...networks.map(network)),
      make('p', {}, textButton(t`Collapse all`, all(true)), ' ', textButton(t`Expand all`, all(false))),
      ...(hosts.length > 1
        ? [
            make('h3', {}, t`Hosts`),
            make(
              'ul',
              {},
              ...hosts.map(({ id, label }) => make('li', {}, this.checkbox(id, label, !hidden.has(id), hide(id)))),
            ),
          ]
        : []),
      make('h3', {}, t`Drivers`),
      make(
        'ul',
        {},
        ...drivers.map((driver) =>
          make(
            'li',
            {},
            this.checkbox(`driver ${driver}`, driver, !hiddenDrivers.has(driver), () =>
              this.set({ ...this.visibility, hiddenDrivers: toggled(this.visibility.hiddenDrivers, driver) }),
            ),
          ),
        ),
      ),
      textButton(t`Draw everything`, () => this.set(EVERYTHING)),
    );
    if (focused !== undefined && focused !== '') document.getElementById(focused)?.focus();
  }

  private checkbox(id: string, label: string, checked: boolean, change: () => void): HTMLElement {
    const input = make('input', { type: 'checkbox', id: `shown ${id}` });
    input.checked = checked;
    input.addEventListener('change', change);
    return make('label', {}, input, ` ${label}`);
  }
}

function toggled(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
