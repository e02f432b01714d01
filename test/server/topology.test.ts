import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dnet, file } from '../cli/dnet.ts';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';
const LAB = 'network front\ncontainer web { network front }\ncontainer db\n';

let client: Client;
beforeEach(async () => {
  client = connectInMemory();
  await client.initialize();
});
afterEach(() => client.dispose());

describe('a topology for other programs', () => {
  const exported = (format: string, step?: number) =>
    client.request('dnet/topology/export', URI, undefined, { format, ...(step === undefined ? {} : { step }) });

  it.each(['mermaid', 'dot'])('is written as the command line writes it: %s', async (format) => {
    await client.open(URI, LAB);
    expect(await exported(format)).toBe(dnet('export', '--to', format, file('lab.dnet', LAB)).out);
  });

  it('is of the moment that is looked at', async () => {
    await client.open(URI, LAB);
    expect(await exported('mermaid')).toContain('"db');
    expect(await exported('mermaid', 2)).not.toContain('"db');
  });

  it('is null in a format that there is not', async () => {
    await client.open(URI, LAB);
    expect(await exported('toString')).toBeNull();
  });
});
