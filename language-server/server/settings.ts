/** The user's settings, `dnet.…`: their defaults, and how they are read from what a client sends. */
export interface Settings {
  readonly format: {
    /** Blocks and comments at the end of successive lines are set below each other. */
    readonly alignColumns: boolean;
  };
}

export const defaultSettings: Settings = {
  format: { alignColumns: true },
};

/** Settings from what a client sends for the section `dnet`; what is missing or makes no sense has its default. */
export function readSettings(sent: unknown): Settings {
  return merged(defaultSettings, sent) as unknown as Settings;
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
