import * as vscode from 'vscode';
import type { TopologyNode } from '../../language-server/protocol.ts';
import { t } from '../l10n.ts';
import type { OutlineItem } from './outline.ts';
import { wordsOf } from './words.ts';

const ICONS: Readonly<Record<TopologyNode['kind'], string>> = {
  outside: 'globe',
  host: 'server',
  'host-interface': 'plug',
  router: 'arrow-both',
  'published-port': 'arrow-swap',
  bridge: 'type-hierarchy-sub',
  network: 'broadcast',
  namespace: 'group-by-ref-type',
  container: 'package',
  interface: 'plug',
};

const STATUS_ICONS: Readonly<Record<NonNullable<TopologyNode['status']>, string | undefined>> = {
  running: undefined,
  created: 'circle-outline',
  exited: 'circle-slash',
  paused: 'debug-pause',
  failed: 'error',
};

const PROBLEM_COLOURS = {
  error: 'list.errorForeground',
  warning: 'list.warningForeground',
  information: 'editorInfo.foreground',
} as const;

/** Hosts and networks are open at first; what is on a network opens on demand. */
const OPEN_AT_FIRST: ReadonlySet<TopologyNode['kind']> = new Set(['host', 'bridge', 'network']);

export function treeItemOf(outlineItem: OutlineItem): vscode.TreeItem {
  const { path, node, children } = outlineItem;
  const { NONE, COLLAPSED, EXPANDED } = STATES;
  const state = children.length === 0 ? NONE : OPEN_AT_FIRST.has(node.kind) ? EXPANDED : COLLAPSED;
  const item = new vscode.TreeItem(node.label, state);
  item.id = path.join('\n');
  const { description, tooltip, spoken } = wordsOf(outlineItem, {
    error: t('Error'),
    warning: t('Warning'),
    information: t('Note'),
  });
  item.description = description;
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: spoken };
  const icon = (node.status && STATUS_ICONS[node.status]) ?? ICONS[node.kind];
  item.iconPath = new vscode.ThemeIcon(
    icon,
    node.problem && new vscode.ThemeColor(PROBLEM_COLOURS[node.problem.severity]),
  );
  item.contextValue = [node.kind, node.origin === undefined ? 'implied' : 'declared'].join('.');
  if (node.origin !== undefined)
    item.command = { command: 'dnet.outline.reveal', title: t('Go to Source'), arguments: [outlineItem] };
  return item;
}

const STATES = {
  NONE: vscode.TreeItemCollapsibleState.None,
  COLLAPSED: vscode.TreeItemCollapsibleState.Collapsed,
  EXPANDED: vscode.TreeItemCollapsibleState.Expanded,
};
