import * as vscode from 'vscode';
import type { Hypothesis, TopologyNode, ToWebview } from '../../language-server/protocol.ts';
import type { Gestures } from '../editing/gestures.ts';
import { WHAT_IF_COMMAND } from '../reachability/compare.ts';
import type { TopologyFeed } from '../topology/feed.ts';
import { registerOutlineCommands } from './commands.ts';
import { OutlineDragAndDrop } from './drag-and-drop.ts';
import { OutlineGraph } from './graph.ts';
import { findItem, type OutlineItem } from './outline.ts';
import { OutlineTrace } from './trace.ts';
import { treeItemOf } from './tree-item.ts';

const VIEW_ID = 'dnet.outline';

/** The topology as a tree in the sidebar: the twin of the picture for keyboards and screen readers. */
export class OutlineView implements vscode.TreeDataProvider<OutlineItem>, vscode.Disposable {
  readonly #feed: TopologyFeed;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<OutlineItem>;
  readonly #subscriptions: vscode.Disposable;
  readonly #viewer = (message: ToWebview) => this.#receive(message);
  #attachment: vscode.Disposable | undefined;
  #graph: OutlineGraph | undefined;
  readonly #trace: OutlineTrace;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(feed: TopologyFeed, gestures: Gestures) {
    this.#feed = feed;
    this.#trace = new OutlineTrace(feed, (nodes) => this.#goTo(nodes));
    this.#view = vscode.window.createTreeView(VIEW_ID, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
      dragAndDropController: new OutlineDragAndDrop(gestures),
    });
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#view,
      this.#view.onDidChangeVisibility(({ visible }) => this.#setVisible(visible)),
      registerOutlineCommands(gestures, this),
    );
    this.#setVisible(this.#view.visible);
  }

  getTreeItem(item: OutlineItem): vscode.TreeItem {
    return treeItemOf(item);
  }

  get selection(): readonly OutlineItem[] {
    return this.#view.selection;
  }

  get items(): readonly OutlineItem[] {
    return this.#graph?.items ?? [];
  }

  getChildren(item?: OutlineItem): OutlineItem[] {
    return [...(item ? item.children : this.items)];
  }

  getParent({ path }: OutlineItem): OutlineItem | undefined {
    let items = this.items;
    let parent: OutlineItem | undefined;
    for (const id of path.slice(0, -1)) {
      parent = items.find(({ node }) => node.id === id);
      items = parent?.children ?? [];
    }
    return parent;
  }

  dispose(): void {
    this.#attachment?.dispose();
    this.#subscriptions.dispose();
  }

  /** Nothing is asked for while nobody looks. */
  #setVisible(visible: boolean): void {
    if (visible === (this.#attachment !== undefined)) return;
    this.#attachment?.dispose();
    this.#attachment = visible ? this.#feed.attach(this.#viewer) : undefined;
  }

  #receive(message: ToWebview): void {
    switch (message.type) {
      case 'show':
        this.#graph = new OutlineGraph(message.state);
        this.#refresh();
        break;
      case 'patch':
        if (!this.#graph?.follows(message.change)) this.#feed.resync(this.#viewer);
        else if (this.#graph.apply(message.change)) this.#refresh();
        break;
      case 'select':
        this.#select(message.node);
        break;
      case 'empty':
        this.#graph = undefined;
        this.#refresh(message.message);
        break;
    }
  }

  #refresh(message?: string): void {
    this.#view.message = message ?? '';
    this.#changed.fire(undefined);
  }

  /** Follows the cursor, and leaves the focus where it is. */
  #select(id: string | null): void {
    const item = id === null || !this.#graph ? undefined : findItem(this.items, this.#graph.nodeOf(id));
    const isShown = item && this.#view.selection.some(({ node }) => node.id === item.node.id);
    // The tree may have been drawn anew meanwhile.
    if (item && !isShown && this.#view.visible)
      this.#view.reveal(item, { select: true, focus: false, expand: false }).then(undefined, () => undefined);
  }

  /** Selects the first of these nodes that the tree has, and gives the tree the focus. */
  #goTo(nodes: readonly string[]): void {
    const [item] = nodes.flatMap((id) => findItem(this.items, id) ?? []);
    if (item) this.#view.reveal(item, { select: true, focus: true }).then(undefined, () => undefined);
  }

  /** Selects in the editor what a node comes from. */
  async reveal({ origin }: TopologyNode): Promise<void> {
    if (origin && this.#graph) await this.#feed.reveal(this.#graph.uri, origin);
  }

  trace(which: 'from' | 'to', node: TopologyNode): Promise<void> {
    return this.#trace.pick(which, node);
  }

  async whatIf(hypothesis: Hypothesis): Promise<void> {
    if (this.#graph) await vscode.commands.executeCommand(WHAT_IF_COMMAND, this.#graph.uri, hypothesis);
  }
}
