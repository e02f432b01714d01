/** The stylesheet of the picture, read as Cytoscape reads it, for writers that draw without Cytoscape. */
import type { ElementDefinition, StylesheetJson } from 'cytoscape';

export type Style = Readonly<Record<string, unknown>>;

interface Rule {
  readonly matches: (group: string, classes: ReadonlySet<string>) => boolean;
  readonly style: Style;
}

/** Answers an element's style: of the rules that match, later ones win; `data(key)` stands for the element's own. */
export function styleResolver(stylesheet: StylesheetJson): (element: ElementDefinition) => Style {
  const rules = (stylesheet as unknown as readonly { selector: string; style: Style }[]).map(
    ({ selector, style }): Rule => ({ matches: matcher(selector), style }),
  );
  return (element) => {
    const group = element.group === 'edges' ? 'edge' : 'node';
    const classes = new Set(String(element.classes ?? '').split(' '));
    const style: Record<string, unknown> = {};
    for (const rule of rules) if (rule.matches(group, classes)) Object.assign(style, rule.style);
    for (const [property, value] of Object.entries(style)) {
      const key = typeof value === 'string' ? /^data\((\w+)\)$/.exec(value)?.[1] : undefined;
      if (key !== undefined) style[property] = element.data[key];
    }
    return style;
  };
}

/** Of selectors, the stylesheet has `node.a.b, .c`: a kind of element, classes, alternatives. */
function matcher(selector: string): Rule['matches'] {
  const alternatives = selector.split(',').map((part) => {
    const [kind = '', ...classes] = part.trim().split('.');
    return { kind, classes };
  });
  return (group, present) =>
    alternatives.some(
      ({ kind, classes }) => (kind === '' || kind === group) && classes.every((name) => present.has(name)),
    );
}
