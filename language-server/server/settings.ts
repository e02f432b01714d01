/** The user's settings, `dnet.…`: their defaults, and how they are read from what a client sends. */
import { type Severities, severitiesFrom } from '../analysis/finding-choice.ts';

export interface Settings {
  /** Which inlay hints are shown. */
  readonly inlayHints: {
    /** Addresses that the engine allocates. */
    readonly addresses: boolean;
    /** Subnets and gateways that the engine chooses. */
    readonly subnets: boolean;
    /** Containers that answer to an alias. */
    readonly aliases: boolean;
  };
  /** Which code lenses are shown. */
  readonly codeLens: {
    /** How many containers a network has. */
    readonly members: boolean;
    /** How many expectations are met. */
    readonly expectations: boolean;
    /** For which expectations a trace is offered: `off`, `failed` or `all`. */
    readonly traces: string;
  };
  readonly format: {
    /** Blocks and comments at the end of successive lines are set below each other. */
    readonly alignColumns: boolean;
  };
  readonly diagnostics: {
    /** How findings are shown, by their codes. */
    readonly severity: Severities;
    /** Labs of the workspace that nobody has opened are checked, too. */
    readonly workspace: boolean;
  };
}

export const defaultSettings: Settings = {
  inlayHints: { addresses: true, subnets: true, aliases: true },
  codeLens: { members: true, expectations: true, traces: 'failed' },
  format: { alignColumns: true },
  diagnostics: { severity: {}, workspace: true },
};

/** Settings from what a client sends for the section `dnet`; what is missing or makes no sense has its default. */
export function readSettings(sent: unknown): Settings {
  const settings = merged(defaultSettings, sent) as unknown as Settings;
  const severity = severitiesFrom(
    (sent as { diagnostics?: { severity?: unknown } } | null | undefined)?.diagnostics?.severity,
  );
  return { ...settings, diagnostics: { ...settings.diagnostics, severity } };
}

type Group = { readonly [name: string]: unknown };

function merged(defaults: object, sent: unknown): Group {
  const given: Group = isGroup(sent) ? sent : {};
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => {
      if (isGroup(value)) return [name, merged(value, given[name])];
      return [name, typeof given[name] === typeof value ? given[name] : value];
    }),
  );
}

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
