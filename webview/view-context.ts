/** What the parts of the view know of the whole. */
import type { Pinnable, TopologyGraph, TopologyQuestions } from '../language-server/protocol.ts';
import type { Overlay } from './overlay.ts';
import type { Picture } from './picture.ts';

export interface ViewContext {
  readonly picture: Picture;
  readonly overlay: Overlay;
  /** Also what is filtered out of the picture, or folded away. */
  wholeGraph(): TopologyGraph;
  /** About the document and the moment that is shown. */
  ask<K extends keyof TopologyQuestions>(
    kind: K,
    question: TopologyQuestions[K]['question'],
  ): Promise<TopologyQuestions[K]['answer'] | undefined>;
  /** Read out by a screen reader. */
  announce(text: string): void;
  nameOf(id: string): string;
  /** Brings a node into sight. */
  reveal(id: string): void;
  /** Selects a node and brings it into sight; what is folded away is unfolded. */
  goTo(id: string): void;
  showSource(id: string): void;
  toggleCollapsed(network: string): void;
  /** Writes down as an expectation what a trace has shown. */
  pin(packet: Pinnable): void;
  trace(which: 'from' | 'to', id: string): void;
  /** Something is traced, or no longer. */
  traceChanged(): void;
  /** Shows another moment, undefined for the end, and in the editor the statement that leads to it. */
  setStep(step: number | undefined): void;
}
