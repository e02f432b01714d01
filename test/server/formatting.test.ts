import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationRequest, RegistrationRequest, type TextEdit } from 'vscode-languageserver/node';
import { defaultSettings, readSettings } from '../../language-server/server/settings.ts';
import { edited } from '../cursor.ts';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';
const text = 'network front { internal }\nnetwork b{internal}\n';
const aligned = 'network front { internal }\nnetwork b     { internal }\n';
const unaligned = 'network front { internal }\nnetwork b { internal }\n';
const options = { tabSize: 2, insertSpaces: true };

let client: Client;
beforeEach(() => {
  client = connectInMemory();
});
afterEach(() => client.dispose());

async function formatted(): Promise<string> {
  return edited(text, await client.request<TextEdit[]>('textDocument/formatting', URI, undefined, { options }));
}

describe('formatting', () => {
  it('answers for documents, ranges and while typing', async () => {
    const { capabilities } = await client.initialize();
    expect(capabilities).toMatchObject({
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: ['\n'] },
    });
    await client.open(URI, text);
    expect(await formatted()).toBe(aligned);
    const line = { line: 1, character: 0 };
    const range = { range: { start: line, end: line }, options };
    const ofRange = await client.request<TextEdit[]>('textDocument/rangeFormatting', URI, undefined, range);
    expect(edited(text, ofRange)).toBe(aligned);
    const closing = { line: 1, character: 19 };
    const typing = { ch: '}', options };
    const ofType = await client.request<TextEdit[]>('textDocument/onTypeFormatting', URI, closing, typing);
    expect(edited(text, ofType)).toBe(aligned);
  });
});

describe('settings', () => {
  it('are asked for, and asked for again when they change', async () => {
    let alignColumns = false;
    const asked: unknown[] = [];
    const registered: string[] = [];
    client.connection.onRequest(ConfigurationRequest.type, ({ items }) => {
      asked.push(items);
      return [{ format: { alignColumns } }];
    });
    client.connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      for (const { method } of registrations) registered.push(method);
    });
    const workspace = { configuration: true, didChangeConfiguration: { dynamicRegistration: true } };
    await client.initialize({ capabilities: { workspace } });
    await client.open(URI, text);
    expect(await formatted()).toBe(unaligned);
    expect(asked).toEqual([[{ section: 'dnet' }]]);
    expect(registered).toContain('workspace/didChangeConfiguration');
    alignColumns = true;
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    expect(await formatted()).toBe(aligned);
  });

  it('are taken from clients that send them', async () => {
    await client.initialize();
    await client.open(URI, text);
    const settings = { dnet: { format: { alignColumns: false } } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    expect(await formatted()).toBe(unaligned);
  });

  it('have their defaults where nothing sensible is sent', () => {
    for (const sent of [undefined, null, 5, [], { format: 'x' }, { format: { alignColumns: 'yes' } }]) {
      expect(readSettings(sent)).toEqual(defaultSettings);
    }
  });

  it('have the defaults that the manifest declares', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const { properties } = manifest.contributes.configuration;
    const check = (group: object, prefix: string): void => {
      for (const [name, value] of Object.entries(group)) {
        if (typeof value === 'object') check(value, `${prefix}${name}.`);
        else expect(properties[prefix + name]?.default, prefix + name).toEqual(value);
      }
    };
    check(defaultSettings, 'dnet.');
  });
});
