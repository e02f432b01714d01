/** The steps of a file, to move along: its statements that do something, in the order in which they happen. */
import { readable } from '../analysis/readable.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { dockerCommand } from '../formats/docker-script.ts';
import type { TopologyStep, TopologyTimeline } from '../topology/answers.ts';

/** One step for each statement; a container with replicas is one. */
export function timelineSteps({ timeline }: Snapshot): TopologyTimeline {
  const steps: TopologyStep[] = [];
  timeline.steps.forEach(({ entry, command, result }, index) => {
    if (timeline.steps[index + 1]?.entry === entry) return;
    steps.push({
      step: index + 1,
      label: readable(dockerCommand(command)),
      ...(result.error && { refused: readable(result.error.message) }),
    });
  });
  return { steps };
}
