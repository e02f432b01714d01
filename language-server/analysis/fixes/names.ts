/** Repairs by another name or word, as near to the one that is written as what is valid allows. */
import { t } from '../../l10n.ts';
import { driverOption } from '../../vocabulary/driver-options.ts';
import { drivers } from '../../vocabulary/drivers.ts';
import { nearest } from '../../vocabulary/suggest.ts';
import { type ValueKindName, valueKinds } from '../../vocabulary/values.ts';
import type { Fix } from '../finding.ts';
import { placeOf } from '../places.ts';
import { insertAbove, replacePart } from '../repairs/edits.ts';
import { unusedName } from '../unused-name.ts';
import {
  asNetwork,
  type Mistake,
  type Repairing,
  removeStatement,
  removeUnderlined,
  replace,
  replaceToken,
} from './mistake.ts';

/** The name that the statement declares, and no other use of it: those mean what had the name before. */
function rename(mistake: Mistake, name: string): readonly Fix[] {
  const { declaration } = mistake.entry;
  const span = 'name' in declaration ? declaration.name?.span : undefined;
  return span ? replaceToken(mistake.entry, span, unusedName(mistake.lab, name)) : [];
}

const nextName: Repairing = (mistake) => {
  const { declaration } = mistake.entry;
  const name = 'name' in declaration ? declaration.name?.value : undefined;
  return name === undefined ? [] : rename(mistake, name);
};

/** `remove NAME` before it: then a container's name is free again. */
const removeBefore: Repairing = ({ entry }) => {
  const { declaration } = entry;
  if (declaration.kind !== 'container' || !declaration.name) return [];
  const line = `remove ${declaration.name.value}`;
  return [{ title: t`Add \`${line}\``, edits: [insertAbove(entry, line)] }];
};

/** Only what Docker takes in the name of a container. */
const validName: Repairing = (mistake) => {
  const cleaned = mistake.text.replace(/[^\w.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  const name = cleaned.length >= 2 ? cleaned : `${cleaned || 'container'}1`;
  const { lab } = mistake;
  const edits = lab.entries.flatMap((entry) =>
    entry.via
      ? []
      : entry.declaration.references
          .filter((each) => each.kind === 'container' && each.name === mistake.text)
          .map(({ span }) => ({ ...placeOf(entry, span).span, newText: name })),
  );
  return edits.length > 0 ? [{ title: t`Replace with \`${name}\``, edits }] : replace(mistake, name);
};

/** What is declared without a name, or with an empty one. */
const aName: Repairing = (mistake) => {
  const { entry, path } = mistake;
  const [statement] = path;
  const kind = entry.declaration.kind;
  if (path.length > 1 || !statement) return removeUnderlined(mistake);
  if (kind !== 'container' && kind !== 'network' && kind !== 'host') return removeStatement(mistake);
  const name = unusedName(mistake.lab, `${kind}1`);
  const [written] = statement.arguments;
  if (written) return replaceToken(entry, written, name);
  const at = statement.keyword.end;
  return [{ title: t`Add \`${name}\``, edits: [replacePart(entry, { start: at, end: at }, ` ${name}`)] }];
};

/** The longest name of an interface that Linux takes. */
const LONGEST_INTERFACE = 15;

const bridgeName: Repairing = (mistake) => {
  const { host, text } = mistake;
  const taken = new Set([...(host?.bridges.keys() ?? []), ...(host?.interfaces.map(({ name }) => name) ?? [])]);
  const numbers = ['', ...Array.from({ length: 98 }, (_, index) => `${index + 2}`)];
  const names = numbers.map((end) => text.slice(0, LONGEST_INTERFACE - end.length).replace(/[-.]+$/, '') + end);
  return replace(
    mistake,
    names.find((name) => !taken.has(name) && name !== text),
  );
};

/** A DNS label has 63 characters at most (RFC 1035). */
const shorterHostname: Repairing = (mistake) => replace(mistake, mistake.text.slice(0, 63).replace(/-+$/, ''));

const wordsOf = (kind: ValueKindName): readonly string[] => (valueKinds[kind].words ?? []).map(({ word }) => word);

const oneOf =
  (...words: readonly string[]): Repairing =>
  (mistake) =>
    replace(mistake, nearest(mistake.text, words) ?? words[0]);

const anyOf =
  (...words: readonly string[]): Repairing =>
  (mistake) => {
    const near = nearest(mistake.text, words);
    return near === undefined ? replace(mistake, ...words) : replace(mistake, near);
  };

const gatewayMode: Repairing = (mistake) => {
  const modes = driverOption(mistake.path.at(-1)?.arguments[0]?.text ?? '')?.values ?? [];
  return oneOf(...modes.map(({ word }) => word))(mistake);
};

/** A swarm has a manager first of all. */
const swarmRole: Repairing = (mistake) => {
  const hasManager = mistake.lab.declarations.some((each) => each.kind === 'host' && each.swarm?.value === 'manager');
  return hasManager ? anyOf(...wordsOf('swarm role'))(mistake) : replace(mistake, 'manager');
};

/** The version that is nearest by its number. */
const engineVersion: Repairing = (mistake) => {
  const written = Number.parseFloat(mistake.text);
  const versions = wordsOf('engine version');
  const near = Number.isNaN(written)
    ? versions
    : [versions.toSorted((a, b) => Math.abs(Number(a) - written) - Math.abs(Number(b) - written))[0]!];
  return replace(mistake, ...near);
};

const parent: Repairing = (mistake) => {
  const own = (mistake.host?.interfaces ?? []).map(({ name }) => name).filter((name) => name !== 'lo');
  return replace(mistake, nearest(mistake.text, own) ?? own[0]);
};

/** A VLAN of the interface, which the driver makes itself: two networks cannot have one parent. */
const vlan: Repairing = (mistake) => {
  const { lab, text } = mistake;
  const taken = new Set(
    lab.declarations.flatMap((each) => (each.kind === 'network' ? (each.parent?.value ?? []) : [])),
  );
  for (let n = 10; n < 4095; n += 10) if (!taken.has(`${text}.${n}`)) return replace(mistake, `${text}.${n}`);
  return [];
};

const predefined: Repairing = (mistake) => rename(mistake, `${mistake.text}-net`);

/** `link NAME:ALIAS:…`. */
const link: Repairing = (mistake) => {
  const [name, alias] = mistake.text.split(':');
  return name && alias ? replace(mistake, `${name} as ${alias}`) : [];
};

/** The driver `host` or `none` is for the engine's own network of that name. */
const ordinaryDriver: Repairing = ({ entry, ...mistake }) => {
  const { driver } = asNetwork({ entry, ...mistake }) ?? {};
  return driver ? replaceToken(entry, driver.span, 'bridge') : [];
};

export const nameRepairs: Readonly<Record<string, Repairing>> = {
  'bridge-name-taken': bridgeName,
  'bridge-name-too-long': bridgeName,
  'container-name-taken': nextName,
  'duplicate-name': (mistake) => [...nextName(mistake), ...removeBefore(mistake)],
  'flag-bad-link': link,
  'hostname-too-long': shorterHostname,
  'invalid-boolean': anyOf('true', 'false'),
  'invalid-boolean-option': anyOf('true', 'false'),
  'invalid-container-name': validName,
  'invalid-name': aName,
  'missing-argument': aName,
  'network-name-taken': nextName,
  'one-host-network': ordinaryDriver,
  'parent-in-use': vlan,
  'parent-missing': parent,
  'plugin-not-found': oneOf(...Object.keys(drivers)),
  'predefined-name': predefined,
  'swarm-without-manager': oneOf('manager'),
  'unknown-engine-version': engineVersion,
  'unknown-gateway-mode': gatewayMode,
  'unknown-swarm-role': swarmRole,
};
