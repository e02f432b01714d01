/** What a real engine does out of order. A scenario that meets one of these is not compared, and counted. */
import type { Scenario } from '../recording.ts';

export interface Defect {
  readonly command: RegExp;
  readonly stderr: RegExp;
  readonly reason: string;
}

export const defects: readonly Defect[] = [
  {
    command: /./,
    stderr: /error during connect: .*: EOF/,
    reason: 'a request handler of the engine panicked (20.10: connecting a container that shares a lost namespace)',
  },
  {
    command: /^network connect /,
    stderr: /driver failed programming external connectivity/,
    reason:
      'a connect whose published ports are taken leaves half a connection behind (20.10: an interface whose address is free)',
  },
];

/** The first defect that a scenario met. */
export function defectOf({ commands, expect }: Pick<Scenario, 'commands' | 'expect'>): Defect | undefined {
  return defects.find(({ command, stderr }) =>
    commands.some((words, i) => command.test(words.join(' ')) && stderr.test(expect.steps[i]?.stderr ?? '')),
  );
}
