/** The vocabulary: the one table of statements and properties. */
import { attachmentProperties, containerProperties } from './entries/container.ts';
import { hostProperties, interfaceProperties } from './entries/host.ts';
import { networkProperties } from './entries/network.ts';
import { statements } from './entries/statements.ts';
import type { Entry, Part, Place } from './entry.ts';
import { valueKinds } from './values.ts';

/** What may stand in each place, in the order in which it is best written. */
export const vocabulary: Readonly<Record<Place, readonly Entry[]>> = {
  file: statements,
  host: hostProperties,
  interface: interfaceProperties,
  network: networkProperties,
  container: containerProperties,
  attachment: attachmentProperties,
};

export const places = Object.keys(vocabulary) as readonly Place[];

const byName = new Map(places.map((place) => [place, new Map(vocabulary[place].map((entry) => [entry.name, entry]))]));

/** The entry for a keyword in a place. */
export function entryFor(place: Place, keyword: string): Entry | undefined {
  return byName.get(place)!.get(keyword);
}

/** The keywords of a place. */
export function keywords(place: Place): Iterable<string> {
  return byName.get(place)!.keys();
}

/** The places in which a keyword means something. */
export function placesOf(keyword: string): readonly Place[] {
  return places.filter((place) => byName.get(place)!.has(keyword));
}

/** How to write an entry: one line for each form, e.g. `connect CONTAINER to NETWORK`. */
export function usage(entry: Entry): readonly string[] {
  return entry.forms.map(({ parts }) => [entry.name, ...parts.map(usageOf)].join(' '));
}

/** How to write one part: `NETWORK`, `to`, `[as ALIAS]`. */
export function usageOf(part: Part): string {
  switch (part.part) {
    case 'value': {
      const { placeholder } = valueKinds[part.kind];
      if (part.implied !== undefined) return `[${placeholder}]`;
      return part.list ? `${placeholder}, …` : placeholder;
    }
    case 'word':
      return part.word;
    case 'choice':
      return `(${part.options.map(({ word }) => word).join('|')})`;
    case 'optional':
      return `[${part.parts.map(usageOf).join(' ')}]`;
  }
}
