/** The language server as a Node process: `--stdio`, or IPC from the editor that started it. */
import { existsSync } from 'node:fs';
import module from 'node:module';
import { resolve } from 'node:path';
import { createConnection } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { findLabs, readFolder, readIncluded } from './files.node.ts';
import { startServer } from './server.ts';

const USAGE = `dnet-language-server: the language server of dnet, for editors that speak LSP

  dnet-language-server --stdio              speak over standard input and output
  dnet-language-server --socket=PORT        connect to a port of this machine
  dnet-language-server --pipe=PATH          connect to a named pipe or a Unix domain socket
`;

/** Milliseconds until what a start needs has run. Node keeps what is compiled by then, where it is told to, and able to. */
const STARTED = 5_000;

const args = process.argv.slice(2);
const isTransport = (arg: string) => /^--(stdio|node-ipc|socket(=|$)|pipe(=|$))/.test(arg);

if (args.some(isTransport)) {
  // Whatever goes wrong beside an answer is no reason to end.
  process.on('unhandledRejection', (reason) => console.error(reason));
  // The package brings its pages along.
  const pages = resolve(__dirname, 'docs');
  const documentation = existsSync(pages) ? URI.file(pages).toString() : undefined;
  startServer(createConnection(), {
    readFile: readIncluded,
    readFolder,
    later: setImmediate,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    findFiles: findLabs,
    ...(documentation && { documentation }),
  });
  const { flushCompileCache } = module as { readonly flushCompileCache?: () => void };
  setTimeout(() => flushCompileCache?.(), STARTED).unref();
} else {
  const asked = args.includes('--help') || args.includes('-h');
  (asked ? process.stdout : process.stderr).write(USAGE);
  process.exitCode = asked ? 0 : 2;
}
