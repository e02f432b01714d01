/** Elements, made in one way; text goes in as text, never as HTML. */

const SVG = 'http://www.w3.org/2000/svg';

type Child = Node | string | undefined;

/** An element with attributes and children; a string becomes text. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A line drawing on a 16 × 16 grid, in the colour of the text around it. */
export function icon(path: string): SVGElement {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', '0 0 16 16');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.classList.add('icon');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  drawing.append(shape);
  return drawing;
}

/** A button with an icon and its name as a tooltip. */
export function iconButton(label: string, path: string, run?: () => void): HTMLButtonElement {
  const button = make(
    'button',
    { type: 'button', class: 'icon-button', title: label, 'aria-label': label },
    icon(path),
  );
  if (run !== undefined) button.addEventListener('click', run);
  return button;
}

export function textButton(
  text: string,
  run: () => void,
  attributes: Readonly<Record<string, string>> = {},
): HTMLButtonElement {
  const button = make('button', { type: 'button', ...attributes }, text);
  button.addEventListener('click', run);
  return button;
}

/** Calls `run` once, `delay` milliseconds after the last call. */
export function delayed(delay: number, run: () => void): (() => void) & { cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(run, delay);
  };
  return Object.assign(schedule, { cancel: () => clearTimeout(timer) });
}

/** The reader's wish in VS Code or in the system. */
export const wantsLessMotion = (): boolean =>
  document.body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches;
