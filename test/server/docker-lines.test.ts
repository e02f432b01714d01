import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver/node';
import type { ConvertDockerCommandsRequest } from '../../language-server/protocol.ts';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';

let client: Client;
beforeEach(async () => {
  client = connectInMemory();
  await client.initialize();
});
afterEach(() => client.dispose());

const convert = (text: unknown) =>
  client.connection.sendRequest<ConvertDockerCommandsRequest['result']>('dnet/convertDockerCommands', { text });

describe('dnet/convertDockerCommands', () => {
  it('answers the statements, and what was lost by line', async () => {
    expect(
      await convert('$ docker network create front\n$ docker run -d --name web --network front -v a:/a nginx'),
    ).toEqual({
      text: 'network front\ncontainer web { image nginx; network front }\n',
      remarks: [{ line: 1, kind: 'note', message: '--volume does not touch networking and is not simulated.' }],
    });
  });

  it.each(['', 'just text about docker', 'network front', 'docker ps', 'docker run --frob x', 7, null])(
    'answers null to %j',
    async (text) => expect(await convert(text)).toBeNull(),
  );

  it('answers something to every text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const answer = await convert(`docker run --name ${text}`);
        expect(answer === null || typeof answer.text === 'string').toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

async function actionsAt(text: string, line: number): Promise<CodeAction[]> {
  await client.open(URI, text);
  const place = { line, character: 2 };
  return client.request<CodeAction[]>('textDocument/codeAction', URI, undefined, {
    range: { start: place, end: place },
    context: { diagnostics: [] },
  });
}

describe('a docker command line in a lab', () => {
  const text =
    'network front\ndocker run -d --name web \\\n  --network front -p 8080:80 nginx\nexpect web has ip 172.18.0.2\n';

  it.each([1, 2])('is converted as a whole from its line %i', async (line) => {
    const [action] = (await actionsAt(text, line)).filter(({ title }) => title === 'Convert to a dnet statement');
    expect(action).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(action?.diagnostics?.map(({ code }) => code)).toContain('unknown-statement');
    expect(action?.edit?.changes?.[URI]).toEqual([
      {
        range: { start: { line: 1, character: 0 }, end: { line: 2, character: 34 } },
        newText: 'container web { image nginx; network front; publish 8080:80 }',
      },
    ]);
  });

  it('is not offered elsewhere, nor for a line that is no command', async () => {
    expect((await actionsAt(text, 0)).filter(({ kind }) => kind === 'quickfix')).toEqual([]);
    const titles = (await actionsAt('docker ps\ndockerx run a\n', 0)).map(({ title }) => title);
    expect(titles).not.toContain('Convert to a dnet statement');
  });
});
