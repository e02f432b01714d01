/**
 * Ids of containers and networks. A real one is 64 random hex digits, so the simulation shows it symbolically, as
 * `<id:NAME>` and, cut to twelve digits, `<id12:NAME>`. Inside, a number keeps two things apart that bore one name
 * at different times; it says nothing about what else there is, so that an id outlives edits elsewhere.
 */
const LESS_THAN = 0x3c;
const symbolic = /^<id(?:12)?:(.*)>$/s;

/** A new id. `namesakes`: how many have borne the name before; `name` is what the id is shown by, also after a rename. */
export const createId = (namesakes: number, name: string): string => `${namesakes}:${name}`;

const nameIn = (id: string): string => id.slice(id.indexOf(':') + 1);

/** As Docker prints an id in full. */
export const fullId = (id: string): string => `<id:${nameIn(id)}>`;

/** As Docker prints the first twelve digits: hostnames, `br-…`, DNS names. */
export const shortId = (id: string): string => `<id12:${nameIn(id)}>`;

/** The name inside a symbolic id that somebody passes as an argument; otherwise the argument itself. */
export const nameOrId = (argument: string): string =>
  argument.charCodeAt(0) === LESS_THAN ? (symbolic.exec(argument)?.[1] ?? argument) : argument;

/** An endpoint's id and its short form: random, and of no interest to anybody. */
export const endpointId = '<id64>';
export const shortEndpointId = '<id12>';
