import { describe, expect, it } from 'vitest';
import { signatureHelp } from '../../language-server/features/signature-help.ts';
import { marked } from '../cursor.ts';
import { open } from '../lab.ts';

/** The active signature with its active parameter in [[ ]]. */
function signature(source: string): string | undefined {
  const { text, position } = marked(source);
  const help = signatureHelp(open(text), position);
  if (!help) return undefined;
  const { label, parameters = [] } = help.signatures[help.activeSignature ?? 0]!;
  const active = parameters[help.activeParameter ?? -1]?.label;
  if (!active) return label;
  const [start, end] = active as [number, number];
  return `${label.slice(0, start)}[[${label.slice(start, end)}]]${label.slice(end)}`;
}

describe('signature help', () => {
  it('marks what comes next in a statement', () => {
    expect(signature('connect |')).toBe('connect [[CONTAINER]] to NETWORK');
    expect(signature('connect web |')).toBe('connect CONTAINER [[to]] NETWORK');
    expect(signature('connect web to |')).toBe('connect CONTAINER to [[NETWORK]]');
    expect(signature('network n { option | }')).toBe('option [[KEY]] VALUE');
    expect(signature('network n { option parent | }')).toBe('option KEY [[VALUE]]');
  });

  it('marks the word that is being written', () => {
    expect(signature('connect we|')).toBe('connect [[CONTAINER]] to NETWORK');
    expect(signature('connect web to fr|')).toBe('connect CONTAINER to [[NETWORK]]');
    expect(signature('container web { publish 80:80, 81| }')).toBe('publish [[[[IP:]HOSTPORT:]PORT[/PROTOCOL], …]]');
  });

  it('chooses among the phrases of an expectation', () => {
    expect(signature('expect |')).toBe('expect [[SOURCE]] (can|cannot) reach TARGET [on PORT[/tcp|/udp]]');
    expect(signature('expect web |')).toBe('expect SOURCE [[(can|cannot)]] reach TARGET [on PORT[/tcp|/udp]]');
    expect(signature('expect web can resolve |')).toBe('expect SOURCE (can|cannot) resolve [[NAME]] [to TARGET, …]');
    expect(signature('expect web can reach db |')).toBe(
      'expect SOURCE (can|cannot) reach TARGET [[[on PORT[/tcp|/udp]]]]',
    );
    expect(signature('expect web can reach db on |')).toBe(
      'expect SOURCE (can|cannot) reach TARGET [[[on PORT[/tcp|/udp]]]]',
    );
    expect(signature('expect web has ip |')).toBe(
      'expect CONTAINER has (ip|mac|gateway|interfaces) [[VALUE, …]] [on NETWORK]',
    );
  });

  it('explains the parts', () => {
    const { text, position } = marked('expect web can resolve |');
    const help = signatureHelp(open(text), position);
    const { parameters } = help!.signatures[help!.activeSignature!]!;
    expect(JSON.stringify(parameters)).toContain('It does not work.');
    expect(help!.signatures).toHaveLength(3);
  });

  it('is nothing at a keyword, in a block, in a comment and for words that mean nothing', () => {
    for (const source of ['conn|', 'container web { | }', '# connect |', 'bananas |']) {
      expect(signature(source)).toBeUndefined();
    }
  });
});
