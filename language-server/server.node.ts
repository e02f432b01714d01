/** The language server as a Node process: `--stdio`, or IPC from the editor that started it. */
import { createConnection } from 'vscode-languageserver/node';
import { readIncluded } from './files.node.ts';
import { startServer } from './server.ts';

startServer(createConnection(), { readFile: readIncluded });
