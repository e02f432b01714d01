/** The elements of the page. */
import { t } from '../../language-server/l10n.ts';

export interface Page {
  readonly message: HTMLElement;
  readonly content: HTMLElement;
  readonly from: HTMLInputElement;
  readonly to: HTMLInputElement;
  readonly summary: HTMLElement;
  readonly scroller: HTMLElement;
  readonly details: HTMLElement;
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export function buildPage(body: HTMLElement): Page {
  const filter = (label: string) => {
    const input = element('input', { type: 'search', placeholder: t`Name or network` });
    return { input, label: element('label', {}, [element('span', { textContent: label }), input]) };
  };
  const [from, to] = [filter(t`From`), filter(t`To`)];
  const summary = element('p', { id: 'summary' });
  summary.setAttribute('role', 'status');
  const tools = element('form', { id: 'tools' }, [from.label, to.label, summary]);
  tools.setAttribute('role', 'search');
  tools.setAttribute('aria-label', t`Filter`);
  tools.addEventListener('submit', (event) => event.preventDefault());
  const scroller = element('div', { id: 'scroller' });
  const details = element('section', { id: 'details', hidden: true });
  details.setAttribute('aria-label', t`Trace`);
  const message = element('p', { id: 'message', textContent: t`Working out who can talk to whom…` });
  const content = element('div', { id: 'content', hidden: true }, [tools, scroller, details]);
  body.append(element('main', {}, [element('h1', { textContent: t`Who can talk to whom` }), message, content]));
  return { message, content, from: from.input, to: to.input, summary, scroller, details };
}
