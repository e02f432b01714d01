/** What shapes, lines and signs mean. */
import { t, translatable } from '../../language-server/l10n.ts';
import { iconButton, make } from '../dom.ts';
import { ICONS } from '../icon-paths.ts';
import { type IconName, iconUri } from '../icons.ts';
import type { Theme } from '../theme.ts';

const SIGNS: readonly (readonly [IconName, string])[] = [
  ['container', translatable('Container')],
  ['stopped', translatable('Container that does not run: created, or exited')],
  ['paused', translatable('Paused container')],
  ['failed', translatable('Container that Docker could not start')],
  ['bridge', translatable('Network with a Linux bridge')],
  ['network', translatable('Network without a bridge on the host: overlay, macvlan, ipvlan')],
  ['namespace', translatable('Containers that share one network namespace')],
  ['router', translatable("The host's routing, firewall and NAT")],
  ['port', translatable('Published port')],
  ['error', translatable('Error: its message is in the details and in the editor')],
  ['warning', translatable('Warning')],
  ['information', translatable('Note')],
];

const LINES: readonly (readonly [style: string, meaning: string])[] = [
  ['veth', translatable('veth pair: an interface plugged into a bridge')],
  ['attachment', translatable('interface on a network without a bridge')],
  ['uplink', translatable('way out of a network, routed by the host')],
  ['wire', translatable('cable to the LAN')],
  ['publish', translatable('published port, and where it leads')],
  ['way', translatable('way of the traced packet')],
];

export class Legend {
  readonly element = make('dialog', { id: 'legend', 'aria-labelledby': 'legend-title' });

  constructor(private readonly theme: () => Theme) {}

  open(): void {
    const theme = this.theme();
    const signs = SIGNS.flatMap(([name, meaning]) => [
      make(
        'dt',
        {},
        make('img', {
          src: iconUri(name, colourOf(name, theme), theme.background),
          alt: '',
          width: '18',
          height: '18',
        }),
      ),
      make('dd', {}, t(meaning)),
    ]);
    const lines = LINES.flatMap(([style, meaning]) => [
      make('dt', {}, make('span', { class: `sample ${style}` })),
      make('dd', {}, t(meaning)),
    ]);
    this.element.replaceChildren(
      make(
        'header',
        {},
        make('h2', { id: 'legend-title' }, t`Legend`),
        iconButton(t`Close`, ICONS.close, () => this.element.close()),
      ),
      make('dl', {}, ...signs, ...lines),
      make('p', {}, t`Every network has a colour of its own, which its interfaces and cables have too.`),
    );
    this.element.showModal();
  }
}

const colourOf = (name: IconName, theme: Theme): string =>
  name === 'error' || name === 'failed'
    ? theme.error
    : name === 'warning' || name === 'information'
      ? theme[name]
      : name === 'port'
        ? theme.publish
        : theme.foreground;
