/** The documentation of a proposal, worked out when the editor shows it: for what is simulated, how it is there. */

import type { Source } from '../analysis/lab.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { spoken } from '../l10n.ts';
import { namesOf } from '../model/symbols.ts';
import { driverModes, driverOption } from '../vocabulary/driver-options.ts';
import type { Part } from '../vocabulary/entry.ts';
import { valueKinds } from '../vocabulary/values.ts';
import { entryFor } from '../vocabulary/vocabulary.ts';
import type { Topic } from './completion-context.ts';
import { describeEntry } from './hover-entry.ts';
import { describeContainer, describeNetwork } from './hover-facts.ts';
import { describeAlias, describeHost, describeImage } from './hover-values.ts';
import { code, paragraphs, prose, some } from './markdown.ts';

/** Markdown; undefined where there is nothing to say. `read`: a lab of the workspace, where it can be read at once. */
export function completionDocumentation(
  snapshot: Snapshot,
  topic: Topic,
  read: (uri: string) => Source | undefined = () => undefined,
): string | undefined {
  switch (topic.of) {
    case 'entry': {
      const entry = entryFor(topic.place, topic.name);
      return entry && describeEntry(entry);
    }
    case 'word': {
      const parts = entryFor(topic.place, topic.name)?.forms.flatMap((form) => form.parts) ?? [];
      return spoken(wordDocumentation(parts, topic.word));
    }
    case 'value':
      return spoken(valueKinds[topic.kind]?.words?.find(({ word }) => word === topic.word)?.documentation);
    case 'kind':
      return spoken(valueKinds[topic.kind]?.documentation);
    case 'file': {
      const source = snapshot.lab.sources.find(({ uri }) => uri === topic.uri) ?? read(topic.uri);
      return source && describeFile(source);
    }
    case 'driver option value':
      return spoken(driverOption(topic.key)?.values?.find(({ word }) => word === topic.word)?.documentation);
    case 'driver mode':
      return spoken(driverModes[topic.driver]?.find(({ word }) => word === topic.word)?.documentation);
    case 'container':
      return describeContainer(worldAt(snapshot.timeline), topic.name);
    case 'network':
      return describeNetwork(worldAt(snapshot.timeline), topic.name);
    case 'host':
      return describeHost(worldAt(snapshot.timeline), topic.name);
    case 'alias':
      return describeAlias(snapshot, worldAt(snapshot.timeline), topic.name);
    case 'image':
      return describeImage(topic.name);
  }
}

/** So many names of a kind are listed. */
const MOST_NAMES = 8;

/** The comment that a file begins with, and what it declares. */
function describeFile({ lines, program }: Source): string {
  const comment = /^(?:[ \t]*(?:#|\/\/).*(?:\r?\n|$))+/.exec(lines.text)?.[0] ?? '';
  const said = comment.trimEnd().replace(/^[ \t]*(?:#+|\/\/+)[ \t]?/gm, '');
  const declared = (['host', 'network', 'container'] as const).flatMap((kind) => {
    const names = [...namesOf(program, kind)].map(code);
    return names.length > 0 ? [`- ${code(kind)}: ${some(names, MOST_NAMES)}`] : [];
  });
  return paragraphs(prose(said), declared.join('\n'));
}

function wordDocumentation(parts: readonly Part[], word: string): string | undefined {
  for (const part of parts) {
    if (part.part === 'word' && part.word === word) return part.documentation;
    if (part.part === 'choice') {
      const option = part.options.find((each) => each.word === word);
      if (option) return option.documentation;
    }
    const inner = part.part === 'optional' ? wordDocumentation(part.parts, word) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}
