/** What the page asks the server, by way of the extension; every answer is checked before it is believed. */
import type { BegunGesture, FromWebview, TopologyQuestions, ToWebview } from '../language-server/protocol.ts';
import { isAnswer } from './messages.ts';

type Kind = keyof TopologyQuestions;

export class Questions {
  private next = 0;
  private readonly waiting = new Map<number, (answer: unknown) => void>();

  constructor(private readonly send: (message: FromWebview) => void) {}

  /** Undefined where there is no answer, or one of another shape. */
  async ask<K extends Kind>(
    uri: string,
    kind: K,
    question: TopologyQuestions[K]['question'],
  ): Promise<TopologyQuestions[K]['answer'] | undefined> {
    const answer = await this.post((id) => ({ type: 'ask', id, uri, kind, question }) as FromWebview);
    return isAnswer(kind, answer) ? answer : undefined;
  }

  /** Has a gesture written down in the text. Answers what to say of it; undefined where it was given up. */
  async edit(uri: string, gesture: BegunGesture): Promise<string | undefined> {
    const answer = await this.post((id) => ({ type: 'edit', id, uri, gesture }));
    return typeof answer === 'string' ? answer : undefined;
  }

  private post(message: (id: number) => FromWebview): Promise<unknown> {
    const id = this.next++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.send(message(id));
    });
  }

  receive({ id, answer }: Extract<ToWebview, { type: 'answer' }>): void {
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }
}
