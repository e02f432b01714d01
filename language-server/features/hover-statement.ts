/** What a statement does: its `docker` command, the engine's answer, and what is there afterwards. */

import { evaluate } from '../analysis/expectation.ts';
import { entryIndex } from '../analysis/lab.ts';
import { membersOf } from '../analysis/members.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { type Step, stepsOf, worldAt } from '../analysis/timeline.ts';
import { dockerCommand } from '../formats/docker-script.ts';
import { t } from '../l10n.ts';
import type { ExpectDeclaration } from '../model/program.ts';
import type { World } from '../simulation/state.ts';
import { describeContainer, describeNetwork, type Later } from './hover-facts.ts';
import { toldAt } from './hover-moment.ts';
import { describeOutcome } from './hover-trace.ts';
import { code, fenced, paragraphs, prose } from './markdown.ts';

/** Of a container with many replicas, so many are told one by one. */
const MOST_STEPS = 5;

/** Undefined for statements that no engine executes and that expect nothing. */
export function describeStatement(snapshot: Snapshot, index: number): string | undefined {
  const { lab, timeline, program } = snapshot;
  const declaration = program.declarations[index]!;
  const entry = entryIndex(lab, index);
  if (entry < 0) return undefined;
  if (declaration.kind === 'expect') {
    return describeExpectation(snapshot, declaration, worldAt(timeline, timeline.moments[entry]));
  }
  const steps = stepsOf(timeline, entry);
  if (steps.length === 0) return undefined;
  const first = timeline.moments[entry]! - steps.length;
  const shown = steps.slice(0, MOST_STEPS);
  const commands = shown.map(({ command }) => dockerCommand(command));
  if (steps.length > shown.length) commands.push(t`# … ${steps.length - shown.length} more`);
  const { end, isAction } = toldAt(snapshot, index);
  const later = end && { end, reachAtEnd: !isAction };
  return paragraphs(
    fenced('sh', commands.join('\n')),
    ...shown.flatMap((step, index) => [
      refusal(step),
      ...subjects(step).map((name) => afterwards(worldAt(timeline, first + index + 1), name, later)),
    ]),
  );
}

function describeExpectation({ lab }: Snapshot, declaration: ExpectDeclaration, world: World): string | undefined {
  const outcome = evaluate(world, declaration, membersOf(lab));
  return outcome && describeOutcome(outcome);
}

function refusal({ result: { error, notes } }: Step): string | undefined {
  return paragraphs(
    error && t`**Docker refuses:** ${prose(error.message)}\n\n${t(error.explanation)}`,
    ...notes.map(({ message }) => prose(message)),
  );
}

type Subject = { readonly kind: 'container' | 'network'; readonly name: string };

/** What a command is about, and what a reader wants to know the state of. */
function subjects({ command }: Step): readonly Subject[] {
  switch (command.kind) {
    case 'networkCreate':
      return [{ kind: 'network', name: command.name }];
    case 'containerRun':
    case 'containerCreate':
      return command.name === undefined ? [] : [{ kind: 'container', name: command.name }];
    case 'networkConnect':
    case 'networkDisconnect':
      return [{ kind: 'container', name: command.container }];
    case 'containerStart':
    case 'containerStop':
    case 'containerRestart':
    case 'containerRemove':
      return command.containers.map((name) => ({ kind: 'container', name }));
    default:
      return [];
  }
}

/** A network as it is when all has happened; a container as the step left it, and what becomes of it if that changes. */
function afterwards(world: World, { kind, name }: Subject, later: Later | undefined): string {
  if (kind === 'network') return (later && describeNetwork(later.end, name)) ?? describeNetwork(world, name) ?? '';
  return describeContainer(world, name, later) ?? t`${code(name)} does not exist after this.`;
}
