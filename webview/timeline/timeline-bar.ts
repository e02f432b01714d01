/** The file's steps to move along: the picture, the details and the trace are of the moment chosen. */
import { t } from '../../language-server/l10n.ts';
import type { TopologyStep } from '../../language-server/protocol.ts';
import { delayed, icon, iconButton, make, textButton } from '../dom.ts';
import { ICONS } from '../icon-paths.ts';
import type { ViewContext } from '../view-context.ts';

/** While it plays, a step stays so long on the screen. */
const STEP_DURATION = 1200;
/** While the thumb is dragged, pictures are asked for at most so often. */
const DRAG_DELAY = 60;

export class TimelineBar {
  readonly element = make('div', { id: 'timeline', role: 'group', 'aria-label': t`Timeline` });
  private readonly play = iconButton(t`Play`, ICONS.play, () => this.toggle());
  private readonly range = make('input', {
    type: 'range',
    min: '0',
    max: '0',
    step: '1',
    'aria-label': t`Step of the file`,
  });
  private readonly count = make('span', { class: 'count' });
  private readonly label = make('code', { class: 'label' });
  private readonly end = textButton(t`End`, () => this.go(this.steps.length), {
    class: 'end',
    title: t`The end of the file, which follows your edits`,
  });
  private steps: readonly TopologyStep[] = [];
  /** Chosen, and not drawn yet: what is drawn meanwhile does not move the thumb. */
  private wanted: number | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly goSoon = delayed(DRAG_DELAY, () => this.go(this.index));

  constructor(private readonly stage: ViewContext) {
    this.range.addEventListener('input', () => {
      this.pause();
      this.wanted = this.index;
      this.describe();
      this.goSoon();
    });
    this.element.append(
      this.play,
      iconButton(t`Step back`, ICONS.back, () => this.step(-1)),
      iconButton(t`Step forward`, ICONS.forward, () => this.step(1)),
      this.range,
      this.count,
      this.label,
      this.end,
    );
    this.element.hidden = true;
    this.element.classList.add('awaited');
    this.describe();
  }

  /** The bar takes its room with the picture: coming later, it would move the picture under the pointer. */
  makeRoom(isNeeded: boolean): void {
    this.element.hidden = !isNeeded;
  }

  /** The steps of the text as it is now, and how many commands have happened in the picture shown. */
  setSteps(steps: readonly TopologyStep[], drawn: number): void {
    this.steps = steps;
    this.element.classList.remove('awaited');
    this.range.max = String(steps.length);
    const index = steps.findLastIndex(({ step }) => step <= drawn) + 1;
    if (index === this.wanted) this.wanted = undefined;
    if (this.wanted === undefined) this.range.value = String(index);
    this.describe();
  }

  /** A step on or back. */
  step(by: 1 | -1): void {
    this.pause();
    this.go(this.index + by);
  }

  pause(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.setPlaying(false);
  }

  toggle(): void {
    if (this.timer !== undefined) {
      this.pause();
      return;
    }
    if (this.index >= this.steps.length) this.go(0);
    this.setPlaying(true);
    this.timer = setInterval(() => {
      if (document.hidden) return;
      this.go(this.index + 1);
      if (this.index >= this.steps.length) this.pause();
    }, STEP_DURATION);
  }

  private get index(): number {
    return Number(this.range.value);
  }

  private go(index: number): void {
    if (this.steps.length === 0) return;
    const at = Math.max(0, Math.min(index, this.steps.length));
    this.goSoon.cancel();
    this.range.value = String(at);
    this.wanted = at;
    this.describe();
    this.stage.setStep(at === this.steps.length ? undefined : (this.steps[at - 1]?.step ?? 0));
    this.stage.announce(this.text());
  }

  private text(): string {
    const step = this.steps[this.index - 1];
    if (step === undefined) return t`Before the first step`;
    const { label, refused } = step;
    const text = t`Step ${this.index} of ${this.steps.length}: ${label}`;
    return refused === undefined ? text : `${text}. ${t`Refused: ${refused}`}`;
  }

  private describe(): void {
    const step = this.steps[this.index - 1];
    this.range.setAttribute('aria-valuetext', this.text());
    this.count.textContent = `${this.index} / ${this.steps.length}`;
    this.label.textContent = step === undefined ? t`before the first step` : step.label;
    this.label.title = [step?.label, step?.refused].filter(Boolean).join('\n');
    this.label.classList.toggle('refused', step?.refused !== undefined);
    if (step?.refused !== undefined) this.label.prepend(t`✕ refused: `);
    this.end.disabled = this.index === this.steps.length;
  }

  private setPlaying(playing: boolean): void {
    const name = playing ? t`Pause` : t`Play`;
    this.play.replaceChildren(icon(playing ? ICONS.pause : ICONS.play));
    this.play.title = name;
    this.play.setAttribute('aria-label', name);
  }
}
