/** Everything about the selected thing: first what the picture knows, then what the server answers. */
import { t } from '../../language-server/l10n.ts';
import type { DetailRow, DetailSection, TopologyDetails } from '../../language-server/protocol.ts';
import { iconButton, make, textButton } from '../dom.ts';
import { isNetwork } from '../filter/visible-graph.ts';
import { ICONS } from '../icon-paths.ts';
import type { ViewContext } from '../view-context.ts';
import { kindName, problemText } from '../words.ts';

export class DetailsPanel {
  readonly element = make('section', { id: 'details', 'aria-label': t`Details` });
  private readonly title = make('h2', {});
  private readonly subtitle = make('p', { class: 'subtitle' });
  private readonly problem = make('p', { class: 'problem' });
  private readonly actions = make('div', { class: 'actions' });
  private readonly sections = make('div', { class: 'sections' });
  private node: string | undefined;
  private asked = 0;

  constructor(
    private readonly stage: ViewContext,
    close: () => void,
  ) {
    const header = make('header', {}, this.title, iconButton(t`Close the details`, ICONS.close, close));
    this.element.append(header, this.subtitle, this.problem, this.actions, this.sections);
    this.show(undefined);
  }

  /** A node, or an edge, or nothing. */
  show(id: string | undefined): void {
    if (id !== this.node) this.sections.replaceChildren();
    this.node = id;
    const { graph } = this.stage.picture;
    const [node, edge] = id === undefined ? [] : [graph.nodes.get(id), graph.edges.get(id)];
    this.title.textContent = node?.label ?? (edge === undefined ? t`Details` : kindName(edge.kind));
    this.subtitle.textContent = node?.description ?? edge?.description ?? t`Select something in the picture.`;
    this.setProblem(node?.problem);
    this.actions.replaceChildren();
    if (id === undefined || (node === undefined && edge === undefined)) return;
    if ((node ?? edge)?.origin !== undefined)
      this.actions.append(textButton(t`Go to source`, () => this.stage.showSource(id)));
    if (edge !== undefined) {
      this.sections.replaceChildren(
        this.section({
          title: t`Between`,
          rows: [edge.source, edge.target].map((end) => ({
            label: kindName(graph.nodes.get(end)?.kind),
            value: this.stage.nameOf(end),
            node: end,
          })),
        }),
      );
      return;
    }
    if (node !== undefined && isNetwork(node))
      this.actions.append(textButton(t`Collapse or expand`, () => this.stage.toggleCollapsed(id)));
    this.actions.append(
      textButton(t`Trace from here`, () => this.stage.trace('from', id)),
      textButton(t`Trace to here`, () => this.stage.trace('to', id)),
    );
    void this.fill(id);
  }

  /** After the picture has changed. */
  refresh(): void {
    this.show(this.node);
  }

  private async fill(id: string): Promise<void> {
    const asked = ++this.asked;
    const details = await this.stage.ask('details', { node: id });
    if (asked !== this.asked || details === undefined || this.node !== id) return;
    this.render(details);
  }

  private render({ title, subtitle, problem, sections }: TopologyDetails): void {
    this.title.textContent = title;
    this.subtitle.textContent = subtitle;
    this.setProblem(problem);
    this.sections.replaceChildren(...sections.map((section) => this.section(section)));
  }

  private setProblem(problem: TopologyDetails['problem']): void {
    this.problem.hidden = problem === undefined;
    this.problem.className = `problem ${problem?.severity ?? ''}`;
    this.problem.textContent = problem === undefined ? '' : problemText(problem);
  }

  private section({ title, rows }: DetailSection): HTMLElement {
    const isTable = rows.some(({ label }) => label !== '');
    const body = isTable
      ? make('dl', {}, ...rows.flatMap((row) => [make('dt', {}, row.label), make('dd', {}, this.value(row))]))
      : make('ul', { class: 'lines' }, ...rows.map((row) => make('li', {}, this.value(row))));
    return make('section', {}, make('h3', {}, title), body);
  }

  private value({ value, node }: DetailRow): HTMLElement | string {
    return node === undefined ? value : textButton(value, () => this.stage.goTo(node), { class: 'link' });
  }
}
