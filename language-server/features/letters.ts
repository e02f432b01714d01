/** Whether a name has letters in it, in their order: as editors match what is typed with what is offered. Both in lower case. */
export function hasInOrder(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
