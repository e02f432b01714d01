// A real VS Code for machines without a desktop: the server and workbench that npm's code-server brings, with the Node
// it needs. Installed once, when first asked for, into .vscode-test/; nothing of the project depends on it.
import { join, resolve } from 'node:path';
import { installOnce, npmInstallIn, npmInstallInto } from './install-once.mjs';

const CODE_SERVER = '4.139.1'; // VS Code 1.139.1
const NODE = '24.21.0';

const platform = process.platform === 'win32' ? 'win' : process.platform;
const nodePackage = `node-${platform}-${process.arch}`;
const home = resolve('.vscode-test', `code-server-${CODE_SERVER}-node-${NODE}`);

const serverRoot = (directory) => join(directory, 'node_modules', 'code-server', 'lib', 'vscode');

async function install(directory) {
  console.log(`  code-server ${CODE_SERVER} and Node ${NODE} …`);
  await npmInstallInto(directory, { 'code-server': CODE_SERVER, [nodePackage]: NODE });
  console.log("  the VS Code server's own modules …");
  await npmInstallIn(serverRoot(directory));
}

/**
 * @returns {Promise<{node: string, root: string}>} the Node that runs the server, and the directory of VS Code
 */
export async function installVSCode() {
  await installOnce(home, 'VS Code for the browser (once; about 800 MB in .vscode-test/)', install);
  const executable = process.platform === 'win32' ? 'node.exe' : join('bin', 'node');
  return { node: join(home, 'node_modules', nodePackage, executable), root: serverRoot(home) };
}
