// Ids are drawn at random; recordings show `<id:NAME>` for the id of that container or network instead.

/** Other texts that differ from run to run. */
const otherNoise = [
  [/\/var\/lib\/docker/g, '<data-root>'],
  [/\/var\/run\/docker(?=\/)/g, '<exec-root>'],
  [/veth[0-9a-f]{7}/g, 'veth<rand>'],
  [/\bbr-[0-9a-f]{12}\b/g, 'br-<id12>'],
  [/Ifindex: \d+/g, 'Ifindex: <n>'],
  [/ id:"[0-9a-f]{12}"/g, ' id:"<id12>"'],
];

export class SymbolicIds {
  #names = new Map();

  /** Notes whose id this is; the last name counts. */
  note(id, name) {
    this.#names.set(id, name);
  }

  /** The name behind the first digits of an id. */
  nameOf(digits) {
    for (const [id, name] of this.#names) if (id.startsWith(digits)) return name;
    return undefined;
  }

  /** A text with every id and every other random text replaced. */
  symbolic(text) {
    let result = text.replace(/[0-9a-f]{64}/g, (id) =>
      this.#names.has(id) ? `<id:${this.#names.get(id)}>` : '<id64>',
    );
    for (const [id, name] of this.#names) result = result.replaceAll(id.slice(0, 12), `<id12:${name}>`);
    for (const [pattern, replacement] of otherNoise) result = result.replace(pattern, replacement);
    return result;
  }
}
