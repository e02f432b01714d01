import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { open } from '../lab.ts';

const read = (name: string) => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');

const labs = readdirSync(new URL('../../examples', import.meta.url)).filter((name) => name.endsWith('.dnet'));

describe('examples', () => {
  it.each(['docker-networks.dnet', 'three-tier-app.dnet', 'reverse-proxy.dnet'])(
    '%s holds what it promises',
    (name) => {
      const { findings, outcomes } = open(read(name));
      expect(findings).toEqual([]);
      expect(outcomes.length).toBeGreaterThan(15);
    },
  );

  it('classic-mistakes.dnet makes each of its mistakes', () => {
    const codes = open(read('classic-mistakes.dnet')).findings.map(({ code }) => code);
    expect(codes).toEqual([
      'pool-overlap',
      'no-subnet-for-gateway',
      'not-a-swarm-manager',
      'port-allocated',
      'address-in-use',
      'address-outside-subnet',
      'aliases-need-user-network',
      'expectation-failed',
      'listen-on-loopback',
      'expectation-failed',
      'expectation-failed',
      'expectation-failed',
      'conflict-publish-container-mode',
      'shared-namespace',
      'network-not-found',
      'unknown-property',
      'duplicate-name',
      'join-not-running',
    ]);
  });

  it.each(labs)('%s can be cut anywhere without harm', (name) => {
    const text = read(name);
    for (let end = 0; end < text.length; end += 97) {
      for (const { span } of open(text.slice(0, end)).findings) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeLessThanOrEqual(end);
      }
    }
  });
});
