import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { messageCodes } from '../../language-server/simulation/messages.ts';
import { valueKinds } from '../../language-server/vocabulary/values.ts';
import { open } from '../lab.ts';

const root = new URL('../../', import.meta.url);
const pages = readdirSync(new URL('docs/diagnostics', root)).map((name) => name.replace(/\.md$/, ''));

/** Refusals of the engine that no statement of the language can bring about, by the reason why not. */
const UNREACHABLE: Readonly<Record<string, readonly string[]>> = {
  'only a docker command line leads there': [
    ...['already-paused', 'client-invalid-prefix', 'client-invalid-subnet', 'command-not-found'],
    ...['conflict-hostname-uts-mode', 'endpoint-not-found', 'flag-bad-host', 'flag-bad-host-address'],
    ...['flag-invalid-address', 'flag-invalid-dns', 'image-pull-failed', 'ingress-needs-global-scope'],
    ...['kill-failed', 'mode-not-matching', 'network-in-use', 'network-name-missing', 'no-address-family'],
    ...['no-such-image', 'no-such-network', 'not-paused', 'not-running', 'paused-container-stays'],
    ...['predefined-network-stays', 'rename-conflict', 'rename-on-overlay', 'rename-same'],
    ...['running-container-stays', 'start-paused'],
    ...['swarm-scope-without-swarm', 'sysctl-in-host-network', 'invalid-expose', 'invalid-expose-format'],
  ],
  'the value is refused before the engine sees it': [
    ...['invalid-container-mode', 'invalid-container-port', 'invalid-host-address'],
    ...['invalid-host-port', 'invalid-ipv4-address', 'invalid-ipv6-address', 'invalid-mac', 'invalid-protocol'],
    ...['network-name-empty', 'no-port', 'unequal-ranges', 'invalid-ip-range', 'invalid-subnet'],
  ],
  'it is a part of another message': [
    ...['driver-failed', 'invalid-endpoint', 'invalid-network-endpoint', 'ip-range-host-bits', 'ip-range-too-big'],
    ...['network-setup-failed', 'restart-failed', 'subnet-host-bits'],
  ],
  'the language has one gateway and one range for each subnet': ['several-gateways', 'several-ranges'],
  'the language has no statement for what happens to a swarm later': [
    ...['already-in-swarm', 'ingress-present', 'ingress-stays'],
    ...['invalid-join-token', 'join-refused', 'join-timeout', 'last-manager-leaves', 'manager-leaves'],
    ...['no-swarm-address', 'not-in-swarm', 'several-swarm-addresses', 'swarm-network-in-use'],
    ...['worker-manages-swarm'],
  ],
  'the simulated kernel can do it': ['dummy-parent-unsupported', 'ipvlan-unsupported', 'protocol-not-supported'],
};

/** The codes that the rooms write down in their sources. */
function writtenCodes(): readonly string[] {
  const files = ['syntax', 'model', 'analysis'].flatMap((room) =>
    readdirSync(new URL(`language-server/${room}`, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(`language-server/${room}/${name}`, root), 'utf8')),
  );
  const patterns = [
    /\bcode: '([a-z-]+)'/g,
    /#report\(\s*'([a-z-]+)'/g,
    /problem\(\s*'([a-z-]+)'/g,
    /^ {2}\| '([a-z-]+-[a-z-]+)'/gm,
  ];
  const written = files.flatMap((text) =>
    patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code]) => code!)),
  );
  return [...written, 'unknown-network', 'unknown-container', 'unknown-host'];
}

/** The examples of a page: the fences below its headings, and files that they include. */
function readPage(code: string) {
  const page = readFileSync(new URL(`docs/diagnostics/${code}.md`, root), 'utf8');
  const fences = [...page.matchAll(/^```dnet(?: (\S+))?\n(.*?)^```$/gms)];
  const files = Object.fromEntries(fences.flatMap(([, name, text]) => (name ? [[name, text!]] : [])));
  const examples = fences.flatMap(([, name, text]) => (name ? [] : [text!]));
  return { page, files, examples };
}

describe('the page of', () => {
  it.each(pages)('%s: its wrong example has the mistake, its right one has none', (code) => {
    const { page, files, examples } = readPage(code);
    expect(page.startsWith(`# ${code}\n`)).toBe(true);
    expect(page).toMatch(/^## Wrong$[\s\S]*^## Right$/m);
    expect(examples).toHaveLength(2);
    const [wrong, right] = examples.map((text) => open(text, files).findings);
    expect(wrong!.map((finding) => finding.code)).toContain(code);
    // A short example may leave something unused; what it shows the right way of, it has not.
    expect(right!.filter((finding) => finding.severity !== 'hint' || finding.code === code)).toEqual([]);
  });
});

describe('every code', () => {
  const unreachable = Object.values(UNREACHABLE).flat();
  const codes = new Set([
    ...messageCodes.filter((code) => !unreachable.includes(code)),
    ...Object.values(valueKinds).map(({ code }) => code),
    ...writtenCodes(),
  ]);

  it('has its page', () => {
    expect([...codes].filter((code) => !pages.includes(code))).toEqual([]);
  });

  it('that is said to be out of reach has none', () => {
    expect(unreachable.filter((code) => pages.includes(code))).toEqual([]);
    expect(unreachable.filter((code) => !messageCodes.some((known) => known === code))).toEqual([]);
  });
});
