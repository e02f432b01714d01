/** What the page asks the server, by way of the extension; every answer is checked before it is believed. */
import type { FromWebview, TopologyQuestions, ToWebview } from '../language-server/protocol.ts';
import { isAnswer } from './messages.ts';

type Kind = keyof TopologyQuestions;

export class Questions {
  private next = 0;
  private readonly waiting = new Map<number, (answer: unknown) => void>();

  constructor(private readonly post: (message: FromWebview) => void) {}

  /** Undefined where there is no answer, or one of another shape. */
  async ask<K extends Kind>(
    uri: string,
    kind: K,
    question: TopologyQuestions[K]['question'],
  ): Promise<TopologyQuestions[K]['answer'] | undefined> {
    const id = this.next++;
    const answer = await new Promise<unknown>((resolve) => {
      this.waiting.set(id, resolve);
      this.post({ type: 'ask', id, uri, kind, question } as FromWebview);
    });
    return isAnswer(kind, answer) ? answer : undefined;
  }

  receive({ id, answer }: Extract<ToWebview, { type: 'answer' }>): void {
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }
}
