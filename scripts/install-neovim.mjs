// Finds a Neovim for the tests; installs Debian's where it is missing and apt-get may be used.
import { aptInstall } from './apt-install.mjs';
import { findProgram } from './find-program.mjs';

/** @returns {Promise<string>} the path of a Neovim */
export async function installNeovim() {
  const find = () => process.env.NEOVIM ?? findProgram('nvim');
  if (!find()) await aptInstall('Neovim', ['neovim']);
  const neovim = find();
  if (!neovim) throw new Error('No Neovim found. Install Neovim, or set NEOVIM to the path of its executable.');
  return neovim;
}
