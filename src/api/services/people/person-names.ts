import type { Ports } from '../../ports.ts';

/** What people are called, by their id; parts of the server have no other name. */
export async function personNames({ control }: Pick<Ports, 'control'>): Promise<(id: string) => string> {
  const names = new Map((await control.listPeople()).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}
