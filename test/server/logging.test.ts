/** What the server writes down: by level into the client's log, and on demand into its trace. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LogMessageParams, MessageType } from 'vscode-languageserver/node';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';

let client: Client;
const logged: LogMessageParams[] = [];
const traced: string[] = [];
beforeEach(() => {
  client = connectInMemory();
  logged.length = traced.length = 0;
  client.connection.onNotification('window/logMessage', (params: LogMessageParams) => {
    logged.push(params);
  });
  client.connection.onNotification('$/logTrace', ({ message }: { message: string }) => {
    traced.push(message);
  });
});
afterEach(() => client.dispose());

const hover = () => client.request('textDocument/hover', URI, { line: 0, character: 11 });

it('says at the start what has been agreed, for information', async () => {
  await client.initialize({ capabilities: { general: { positionEncodings: ['utf-8'] } } });
  await client.open(URI, 'container web\n');
  await hover();
  expect(logged).toEqual([
    {
      type: MessageType.Info,
      message: 'Positions count utf-8, diagnostics are pushed, files are not watched. No folder is open.',
    },
  ]);
});

it('tells what went wrong as an error', async () => {
  await client.initialize();
  await client.connection.sendRequest('textDocument/hover', {});
  expect(logged.filter(({ type }) => type === MessageType.Error).map(({ message }) => message)).toEqual([
    expect.stringMatching(/^textDocument\/hover: TypeError: .*\n +at /),
  ]);
});

it('traces how long answers take, from when it is asked to until it is asked not to', async () => {
  await client.initialize();
  await client.open(URI, 'container web\n');
  await hover();
  expect(traced).toEqual([]);
  await client.connection.sendNotification('$/setTrace', { value: 'messages' });
  await client.change(URI, 2, { text: 'container web2\n' });
  await hover();
  expect(traced).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^textDocument\/didChange: \d+ ms$/),
      expect.stringMatching(/^textDocument\/hover: \d+ ms$/),
    ]),
  );
  await client.connection.sendNotification('$/setTrace', { value: 'off' });
  await hover();
  traced.length = 0;
  await hover();
  expect(traced).toEqual([]);
});

it('traces from the first message on when it is asked to at the start', async () => {
  await client.initialize({ trace: 'verbose' });
  await client.open(URI, 'container web\n');
  await hover();
  expect(traced.join()).toContain('textDocument/didOpen: ');
});
