/** What is measured, how often and for how long; how it is found. */
import type { Repetition } from './distribution.ts';

export interface Plan {
  readonly parts: readonly PartName[];
  /** Numbers of containers. */
  readonly sizes: readonly number[];
  /** How often the stages of a keystroke are run, from nothing and as edits, by size. */
  readonly stages: readonly { readonly full: number; readonly edits: number }[];
  /** So many edits, and so many questions of each kind, as long as time allows. */
  readonly repetition: Repetition;
  /** So long an answer is waited for; milliseconds. */
  readonly limit: number;
  /** So long all that is asked of one subject at one size may take; milliseconds. */
  readonly total: number;
  /** In so many windows of VS Code the extension is started. */
  readonly windows: number;
  /** So many containers a real engine brings up, so often; one of them asks another so many times. */
  readonly engine: { readonly containers: number; readonly runs: number; readonly requests: number };
  /** Writes the tables and charts into docs/, too. */
  readonly document: boolean;
  readonly places: Places;
}

export type PartName = 'stages' | 'features' | 'servers' | 'activation' | 'picture' | 'engine';

export interface Places {
  /** The Node that all servers run on. */
  readonly node: string;
  /** The product's bundles. */
  readonly dist: string;
  /** The directory with the other servers' `node_modules`; without it, none of them is measured. */
  readonly peers?: string;
  /** The directory with the graph libraries' `node_modules`; likewise. */
  readonly picturePeers?: string;
  /** By name of the package. */
  readonly versions: Readonly<Record<string, string>>;
}
