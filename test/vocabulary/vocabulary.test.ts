import { describe, expect, it } from 'vitest';
import { bind } from '../../language-server/model/bind.ts';
import { parse } from '../../language-server/syntax/parser.ts';
import type { Entry, Part } from '../../language-server/vocabulary/entry.ts';
import { nearest } from '../../language-server/vocabulary/suggest.ts';
import { isRefusal, type ValueKindName, valueKinds } from '../../language-server/vocabulary/values.ts';
import { entryFor, placesOf, usage, vocabulary } from '../../language-server/vocabulary/vocabulary.ts';

const entries = Object.values(vocabulary).flat();

/** An entry's example as a whole file in which it stands in its place. */
function exampleFile({ place, example }: Entry): string {
  switch (place) {
    case 'file':
      return example;
    case 'host':
      return `host h {\n${example}\n}`;
    case 'interface':
      return `host h {\ninterface eth0 {\n${example}\n}\n}`;
    case 'network':
      return `network n {\n${example}\n}`;
    case 'container':
      return `container c {\n${example}\n}`;
    case 'attachment':
      return `connect c to n {\n${example}\n}`;
  }
}

/** A snippet as it stands when every placeholder is left as it is. */
function untouched(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+\|([^,|]+)[^}]*\|\}/g, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\d+/g, '');
}

function findings(text: string): readonly string[] {
  return bind(parse(text)).declarations.flatMap(({ problems }) => problems.map(({ message }) => message));
}

describe('every entry', () => {
  it.each(entries.map((entry) => [`${entry.name} in ${entry.place}`, entry] as const))('%s', (_, entry) => {
    expect(findings(exampleFile(entry))).toEqual([]);
    expect(findings(exampleFile({ ...entry, example: untouched(entry.snippet) }))).toEqual([]);
    expect(entry.summary).toMatch(/^[A-Z0-9“].*\.$/);
    expect(entry.documentation).toMatch(/[.)`]$/);
    expect(entry.example).toContain(entry.name);
    expect(entryFor(entry.place, entry.name)).toBe(entry);
    expect(usage(entry).every((line) => line.startsWith(entry.name))).toBe(true);
    expect(entry.meaning === undefined).toBe(entry.place === 'file');
    const kinds = entry.forms.flatMap(({ parts }) => parts.flatMap(kindsOf));
    for (const kind of kinds) expect(valueKinds[kind]).toBeDefined();
  });

  it('keeps its values under a name of its own', () => {
    for (const list of Object.values(vocabulary)) {
      const fields = list.flatMap(({ meaning }) => (meaning ? [meaning.field] : []));
      expect(new Set(fields).size).toBe(fields.length);
      expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
    }
  });

  it('is found by its places', () => {
    expect(placesOf('network')).toEqual(['file', 'container']);
    expect(placesOf('mac')).toEqual(['container', 'attachment']);
    expect(placesOf('toString')).toEqual([]);
    expect(entryFor('file', 'constructor')).toBeUndefined();
  });

  it('shows how it is written', () => {
    expect(usage(entryFor('file', 'connect')!)).toEqual(['connect CONTAINER to NETWORK']);
    expect(usage(entryFor('network', 'internal')!)).toEqual(['internal [true|false]']);
    expect(usage(entryFor('file', 'expect')!)[1]).toBe('expect SOURCE (can|cannot) resolve NAME [to TARGET, …]');
  });
});

function kindsOf(part: Part): readonly ValueKindName[] {
  if (part.part === 'optional') return part.parts.flatMap(kindsOf);
  return part.part === 'value' ? [part.kind] : [];
}

describe('kinds of values', () => {
  it.each(Object.entries(valueKinds))('%s accepts its own examples and words', (_, kind) => {
    for (const example of kind.examples) {
      expect(isRefusal(kind.read(example.replaceAll('"', ''))), example).toBe(false);
    }
    for (const { word } of kind.words ?? [])
      if (!word.endsWith(':')) expect(isRefusal(kind.read(word)), word).toBe(false);
  });

  /** The reason, or what was read. */
  function read(kind: ValueKindName, text: string): unknown {
    const result = valueKinds[kind].read(text);
    return isRefusal(result) ? result.refused : result;
  }

  it('says what is wrong with an address', () => {
    expect(read('IPv4 address', '300.1.1.1')).toContain('invalid IPv4 address: 300.1.1.1');
    expect(read('IPv4 address', '300.1.1.1')).toContain('`300` is larger than 255');
    expect(read('IPv4 address', '10.0.0')).toContain('3 parts instead of four');
    expect(read('IPv4 address', '10.0.0.01')).toContain('starts with a zero');
    expect(read('IPv4 address', 'fd00::5')).toContain('write `ip6`');
    expect(read('IPv6 address', '10.0.0.1')).toContain('write `ip`');
    expect(read('IPv6 address', 'fe80::1%eth0')).toContain('not an IPv6 address');
    expect(valueKinds.address.read('10.0.0.2/24')).toMatchObject({ suggestion: '10.0.0.2' });
  });

  it('judges the shape of a subnet, not its place', () => {
    expect(read('CIDR', '10.10.0.5/24')).toBe('10.10.0.5/24');
    expect(read('CIDR', 'fd00::/64')).toBe('fd00::/64');
    expect(valueKinds.CIDR.read('10.10.0.0')).toMatchObject({ suggestion: '10.10.0.0/24' });
    expect(read('CIDR', '10.10.0.0/33')).toContain('a number from 0 to 32');
    expect(read('CIDR', '10.10.0/24')).toContain('3 parts instead of four');
    expect(read('CIDR', '10.0.0.0/24/8')).toContain('a number from 0 to 32');
  });

  it.each([
    '80',
    '8080:80',
    ':80',
    '0:80',
    '127.0.0.1:8080:80',
    '127.0.0.1::80',
    '[::1]:8080:80/udp',
    '8000-8002:80-82',
    '9000-9002:80',
    '80/TCP',
    '80/sctp',
  ])('takes %s for a port mapping, as Docker does', (mapping) => {
    expect(read('port mapping', mapping)).toBe(mapping);
  });

  it.each([
    ['70000:80', 'invalid hostPort: 70000'],
    ['80:abc', 'invalid containerPort: abc'],
    ['8080:80/icmp', 'invalid proto: icmp'],
    ['1.2.3:8080:80', 'invalid IP address: 1.2.3'],
    ['8080:', 'no port specified: 8080:<empty>'],
    ['-1:80', 'invalid hostPort: -1'],
    ['8000-8001:80-82', 'invalid ranges specified for container and host Ports: 80-82 and 8000-8001'],
  ])('refuses the port mapping %s in Docker’s words', (mapping, words) => {
    expect(read('port mapping', mapping)).toContain(words);
  });

  it('reads ports to listen on and to try', () => {
    expect(read('listener', '127.0.0.1:9000')).toBe('127.0.0.1:9000');
    expect(read('listener', '[::1]:80/tcp')).toBe('[::1]:80/tcp');
    expect(read('listener', '80-90')).toContain('one port');
    expect(read('listener', 'localhost:80')).toContain('`localhost` is no address');
    expect(read('probed port', '5353/udp')).toEqual({ port: 5353, protocol: 'udp' });
    expect(read('probed port', '80')).toEqual({ port: 80, protocol: 'tcp' });
    expect(read('probed port', '80/sctp')).toContain('`tcp` and `udp`');
    expect(read('ports', '90-80')).toContain('ends before it starts');
  });

  it('reads the rest', () => {
    expect(read('boolean', 'no')).toBe(false);
    expect(read('boolean', 'maybe')).toContain('neither `true` nor `false`');
    expect(read('engine version', '19')).toContain('`28`');
    expect(read('MAC', '02-42-AC-11-00-02')).toBe('02-42-AC-11-00-02');
    expect(read('MAC', 'zz:zz')).toContain('zz:zz is not a valid mac address');
    expect(read('MAC', '02:42:ac:11:00')).toContain('six pairs');
    expect(read('replicas', '1.5')).toContain('whole number');
    expect(read('prefix length', '/24')).toBe(24);
    expect(read('network mode', 'container:')).toContain('the name of a container');
  });
});

describe('nearest', () => {
  const words = ['network', 'container', 'connect', 'disconnect', 'ip', 'ip6'];
  it.each([
    ['netwrok', 'network'],
    ['Network', 'network'],
    ['contaner', 'container'],
    ['conect', 'connect'],
    ['ip5', 'ip'],
    ['banana', undefined],
    ['conta', 'container'],
    ['Disc', 'disconnect'],
    ['con', undefined],
    ['di', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ])('%s → %s', (word, wanted) => {
    expect(nearest(word, words)).toBe(wanted);
  });
});
