/** How the mark in the comment of each silence begins that stands for a word here, whoever else writes silences there. */
export function silenceMark({ id }: { id: string }): string {
  return `[anchorwatch ${id} `;
}
