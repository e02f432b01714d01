import { describe, expect, it } from 'vitest';
import type { InlayHint, InlayHintLabelPart } from 'vscode-languageserver-types';
import { type InlayHintSettings, inlayHints } from '../../language-server/features/inlay-hints.ts';
import type { Snapshot } from '../../language-server/service.ts';
import { ranged } from '../cursor.ts';
import { open } from '../lab.ts';

const ALL: InlayHintSettings = { addresses: true, subnets: true, aliases: true };

function hintsOf(snapshot: Snapshot, settings = ALL, range = snapshot.lines.rangeOf(0, snapshot.text.length)) {
  return inlayHints(snapshot, range, settings);
}

const parts = ({ label }: InlayHint) => label as InlayHintLabelPart[];

/** The text as the editor shows it, hints in ‹ ›. */
function shown(text: string, settings?: Partial<InlayHintSettings>): string {
  const snapshot = open(text);
  const hints = hintsOf(snapshot, { ...ALL, ...settings });
  return hints.reduceRight((so, hint) => {
    const at = snapshot.lines.offsetAt(hint.position);
    const label = parts(hint)
      .map(({ value }) => value)
      .join('');
    return `${so.slice(0, at)} ‹${label}›${so.slice(at)}`;
  }, text);
}

/** The text that a click on a part of the first hint that holds `value` leads to. */
function cause(text: string, value: string): string | undefined {
  const snapshot = open(text);
  const location = hintsOf(snapshot)
    .flatMap(parts)
    .find((part) => part.value.includes(value))?.location;
  if (!location) return undefined;
  const [start, end] = [location.range.start, location.range.end].map((each) => snapshot.lines.offsetAt(each));
  return `${location.range.start.line}:${snapshot.text.slice(start, end)}`;
}

describe('allocated addresses', () => {
  it('stand behind each network, and behind the name of a container on the default bridge', () => {
    expect(shown('container web')).toBe('container web ‹172.17.0.2›');
    const lab = 'network nn { subnet 10.0.0.0/24; gateway 10.0.0.1 }\nnetwork mm\n';
    expect(shown(`${lab}container web { network nn; network mm }`, { subnets: false })).toBe(
      `${lab}container web { network nn ‹10.0.0.2›; network mm ‹172.18.0.2› }`,
    );
  });

  it('stand behind the network that a container is connected to, and behind one that starts again', () => {
    const lab = 'network nn { subnet 10.0.0.0/24; gateway 10.0.0.1 }\ncontainer aa\n';
    expect(shown(`${lab}connect aa to nn`)).toContain('connect aa to nn ‹10.0.0.2›');
    expect(shown(`${lab}stop aa\ncontainer bb\nstart aa`)).toContain(
      'container bb ‹172.17.0.2›\nstart aa ‹172.17.0.3›',
    );
  });

  it('are left out where the address is written, or nothing is allocated', () => {
    for (const text of [
      'container web { network host }',
      'container web { network none }',
      'container one { publish 80:80 }\ncontainer one',
      'stop nobody',
    ]) {
      expect(shown(text).split('\n').at(-1)).not.toContain('‹');
    }
    expect(
      shown('network nn { subnet 10.0.0.0/24; gateway 10.0.0.1 }\ncontainer web { network nn { ip 10.0.0.9 } }'),
    ).not.toContain('‹');
  });

  it('of replicas are listed, not endlessly', () => {
    expect(shown('container web { replicas 2 }')).toContain('web ‹172.17.0.2, 172.17.0.3›');
    expect(shown('container web { replicas 5 }')).toContain('web ‹172.17.0.2, 172.17.0.3, 172.17.0.4 +2›');
  });

  it('lead to the network', () => {
    expect(cause('network nn\ncontainer web { network nn }', '172.18.0.2')).toBe('0:nn');
    expect(cause('container web', '172.17.0.2')).toBeUndefined();
  });
});

describe('subnets and gateways', () => {
  it('stand behind a network without a subnet, and the gateway behind a subnet without one', () => {
    expect(shown('network nn')).toBe('network nn ‹172.18.0.0/16, gateway 172.18.0.1›');
    expect(shown('network nn { subnet 10.0.0.0/24 }')).toBe('network nn { subnet 10.0.0.0/24 ‹gateway 10.0.0.1› }');
    expect(shown('network nn { subnet 10.0.0.0/24; ip-range 10.0.0.128/25 }')).toContain('‹gateway 10.0.0.128›');
  });

  it('are left out where they are written, and for a network that is refused', () => {
    expect(shown('network nn { subnet 10.0.0.0/24; gateway 10.0.0.254 }')).not.toContain('‹');
    expect(shown('network bridge')).not.toContain('‹');
    expect(shown('network nn\nnetwork nn').match(/‹/g)).toHaveLength(1);
  });

  it('lead to the pool that the subnet is cut from', () => {
    const lab = 'host box { address-pool 10.50.0.0/16 size 24 }\nnetwork nn';
    expect(shown(lab)).toContain('network nn ‹10.50.1.0/24, gateway 10.50.1.1›');
    expect(cause(lab, '10.50.1.0/24')).toBe('0:10.50.0.0/16');
  });
});

describe('aliases', () => {
  const lab =
    'network nn\ncontainer aa { network nn { alias pool } }\ncontainer bb { network nn { alias pool, solo } }\n';
  const only = { addresses: false, subnets: false };

  it('that several containers share are followed by all of them', () => {
    expect(shown(lab, only)).toContain('container bb { network nn { alias pool ‹aa, bb›, solo } }');
    expect(cause(lab, 'bb')).toBe('2:bb');
  });

  it('in expectations are followed by those that answer at that moment', () => {
    expect(shown(`${lab}stop aa\nexpect bb can reach pool\nstart aa`, only)).toContain('reach pool ‹bb›');
    expect(shown(`${lab}expect bb can resolve pool to aa, bb`, only)).toContain('resolve pool ‹aa, bb› to aa, bb');
    expect(shown(`${lab}container cc\nexpect cc cannot resolve pool`, only)).toMatch(/cannot resolve pool$/);
  });

  it('of replicas lead to the statement of all of them', () => {
    const replicas = 'network nn\ncontainer aa { replicas 2; network nn { alias pool } }';
    expect(shown(replicas, only)).toContain('alias pool ‹aa-1, aa-2›');
    expect(cause(replicas, 'aa-1')).toBe('1:aa');
  });
});

describe('inlay hints', () => {
  it('can be switched off by kind', () => {
    const lab = 'network nn\ncontainer aa { network nn { alias pool } }\ncontainer bb { network nn { alias pool } }';
    expect(shown(lab, { addresses: false })).not.toContain('172.18.0.2');
    expect(shown(lab, { subnets: false })).not.toContain('172.18.0.0/16');
    expect(shown(lab, { aliases: false })).not.toContain('‹aa, bb›');
  });

  it('are those of the asked range', () => {
    const { text, range } = ranged('container aa\n<|container bb\n|>container cc\n');
    const found = hintsOf(open(text), ALL, range);
    expect(found.map((hint) => parts(hint)[0]?.value)).toEqual(['172.17.0.3']);
  });
});
