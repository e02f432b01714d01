/** What completion is asked about: the place in the text, and the world at that moment of the lab. */
import type { CompletionItemKind } from 'vscode-languageserver-types';
import { entryIndex } from '../analysis/lab.ts';
import { type Members, membersOf } from '../analysis/members.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { stepsOf, worldAt } from '../analysis/timeline.ts';
import type { Host, World } from '../simulation/state.ts';
import type { Statement } from '../syntax/tree.ts';
import type { Place } from '../vocabulary/entry.ts';
import type { ValueKindName } from '../vocabulary/values.ts';
import type { CompletionPlace } from './completion-place.ts';

/** What a proposal is about: enough to document it when the client asks. */
export type Topic =
  | { readonly of: 'entry'; readonly place: Place; readonly name: string }
  | { readonly of: 'word'; readonly place: Place; readonly name: string; readonly word: string }
  | { readonly of: 'value'; readonly kind: ValueKindName; readonly word: string }
  /** Any value of a kind. */
  | { readonly of: 'kind'; readonly kind: ValueKindName }
  /** A file that can be included; a URI. */
  | { readonly of: 'file'; readonly uri: string }
  | { readonly of: 'driver option value'; readonly key: string; readonly word: string }
  | { readonly of: 'driver mode'; readonly driver: string; readonly word: string }
  | { readonly of: 'network' | 'container' | 'host' | 'alias' | 'image'; readonly name: string };

export interface Proposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** A few words beside the label; worked out only for proposals that are shown. */
  readonly detail?: () => string | undefined;
  readonly topic?: Topic;
  /** Nothing else can stand here: a character that ends the word may accept the proposal. */
  readonly closed?: boolean;
  readonly deprecated?: boolean;
}

/** The best first. Nobody takes more of them than are shown. */
export type Proposer = (context: CompletionContext) => Iterable<Proposal>;

export class CompletionContext {
  readonly snapshot: Snapshot;
  readonly place: CompletionPlace;
  readonly members: Members;
  #before: World | undefined;

  constructor(snapshot: Snapshot, place: CompletionPlace) {
    this.snapshot = snapshot;
    this.place = place;
    this.members = membersOf(snapshot.lab);
  }

  /** The statement that is being written. */
  get statement(): Statement {
    return this.place.path.at(-1)!;
  }

  /** The statement of the file around it. */
  get root(): Statement {
    return this.place.path[0]!;
  }

  /** The world as the statement of the file finds it. */
  get before(): World {
    if (!this.#before) {
      const { lab, timeline } = this.snapshot;
      const entry = entryIndex(lab, this.place.declaration);
      const moment = timeline.moments[entry];
      this.#before = worldAt(timeline, moment === undefined ? undefined : moment - stepsOf(timeline, entry).length);
    }
    return this.#before;
  }

  /** The world when everything has happened. */
  get end(): World {
    return worldAt(this.snapshot.timeline);
  }

  /** The host on which the statement of the file acts, as far as it says so. */
  get host(): Host | undefined {
    const on = this.property('on');
    return (on && this.before.hosts.get(on)) || this.before.hosts.first();
  }

  /** An argument of the statement that stands before the place. */
  argument(index: number): string | undefined {
    const token = this.statement.arguments[index];
    return token && token.end < this.place.offset ? token.text : undefined;
  }

  /** Whether the statement of the file has a property, with a value or without. */
  says(name: string): boolean {
    return this.root.block?.statements.some(({ keyword }) => keyword.text === name) ?? false;
  }

  /** The first value of a property of the statement of the file. */
  property(name: string): string | undefined {
    return this.root.block?.statements.find(({ keyword }) => keyword.text === name)?.arguments[0]?.text;
  }

  /** What of the word stands before the cursor. */
  get typed(): string {
    const { replace, cursor } = this.place;
    return this.snapshot.text.slice(replace.start, cursor);
  }
}
