/** The documentation of a proposal, worked out when the editor shows it: for what is simulated, how it is there. */

import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { spoken } from '../l10n.ts';
import { driverModes, driverOption } from '../vocabulary/driver-options.ts';
import type { Part } from '../vocabulary/entry.ts';
import { valueKinds } from '../vocabulary/values.ts';
import { entryFor } from '../vocabulary/vocabulary.ts';
import type { Topic } from './completion-context.ts';
import { describeEntry } from './hover-entry.ts';
import { describeContainer, describeNetwork } from './hover-facts.ts';
import { describeAlias, describeHost, describeImage } from './hover-values.ts';

/** Markdown; undefined where there is nothing to say. */
export function completionDocumentation(snapshot: Snapshot, topic: Topic): string | undefined {
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
