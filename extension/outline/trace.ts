import * as vscode from 'vscode';
import type { TopologyHop, TopologyJourney, TopologyNode, TopologyTrace } from '../../language-server/protocol.ts';
import { t } from '../l10n.ts';
import type { TopologyFeed } from '../topology/feed.ts';
import { linesOf, verdictOf } from './hop-lines.ts';

type End = 'from' | 'to';

interface HopItem extends vscode.QuickPickItem {
  readonly hop?: TopologyHop;
}

/** A trace between two items of the tree: drawn in the picture, and told hop by hop in a list to walk through. */
export class OutlineTrace {
  readonly #feed: TopologyFeed;
  /** Selects the first of these nodes that the tree has. */
  readonly #reveal: (nodes: readonly string[]) => void;
  #ends: { readonly [Which in End]?: TopologyNode } = {};

  constructor(feed: TopologyFeed, reveal: (nodes: readonly string[]) => void) {
    this.#feed = feed;
    this.#reveal = reveal;
  }

  /** The trace starts, or ends, at a node; once both are known the packet is sent. */
  async pick(which: End, node: TopologyNode): Promise<void> {
    this.#ends = { ...this.#ends, [which]: node };
    const { from, to } = this.#ends;
    if (!from || !to) {
      const next =
        which === 'from'
          ? t('The trace starts at {0}. Now choose "Trace to Here".', node.label)
          : t('The trace ends at {0}. Now choose "Trace from Here".', node.label);
      vscode.window.setStatusBarMessage(next, 10_000);
      return;
    }
    this.#ends = {};
    await this.#send(from, to);
  }

  async #send(from: TopologyNode, to: TopologyNode): Promise<void> {
    const ping = await this.#ask(from, to);
    if (!ping) return;
    const on = await askPort(ping, t('Trace from {0} to {1}', from.label, to.label));
    if (on === undefined) return;
    const answer = on === '' ? ping : await this.#ask(from, to, on);
    if (!answer) return;
    this.#feed.showTrace({ from: from.id, to: to.id, ...(on !== '' && { on }) });
    await this.#tell(answer);
  }

  async #ask(from: TopologyNode, to: TopologyNode, on?: string): Promise<TopologyTrace | null> {
    const { uri } = this.#feed;
    const question = { from: from.id, to: to.id, ...(on !== undefined && { on }) };
    return uri === undefined ? null : ((await this.#feed.ask(uri, 'trace', question)) as TopologyTrace | null);
  }

  /** Every journey with its verdict, its reason and its hops. A hop that is chosen is shown in the tree. */
  async #tell({ journeys, problem }: TopologyTrace): Promise<void> {
    if (journeys.length === 0) {
      void vscode.window.showInformationMessage(problem ?? t('No answer.'));
      return;
    }
    const chosen = await vscode.window.showQuickPick(journeys.flatMap(itemsOf), {
      title: t('Trace'),
      placeHolder: journeys.map(({ title, verdict, reason }) => `${title}: ${verdict}. ${reason}`).join(' '),
      matchOnDetail: true,
    });
    if (chosen?.hop) this.#reveal(chosen.hop.places);
  }
}

/** Undefined where it is given up, empty for a ping. */
async function askPort({ ports }: TopologyTrace, title: string): Promise<string | undefined> {
  if (ports.length === 0) return '';
  const items = [{ label: 'ping', on: '' }, ...ports.map((port) => ({ label: port, on: port }))];
  return (await vscode.window.showQuickPick(items, { title, placeHolder: t('Ping, or to a port') }))?.on;
}

function itemsOf(journey: TopologyJourney): readonly HopItem[] {
  const separator = (label: string): HopItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const { there, back } = linesOf(journey);
  return [
    separator(journey.title),
    { label: verdictOf(journey), detail: journey.reason },
    ...there,
    ...(back.length > 0 ? [separator(t('The way back'))] : []),
    ...back,
  ];
}
