import { useQuery } from '@tanstack/react-query';
import { peopleQuery } from './people.ts';
import { sessionQuery } from './session.ts';

/** What people are called, by what they sign in with; parts of the server, and who is not known yet, keep their id. */
export type NameOf = (id: string) => string;

export function usePersonNames(): NameOf {
  const { data: people = [] } = useQuery(peopleQuery());
  const { data: session } = useQuery(sessionQuery());
  const names = new Map(
    [...people, ...(session?.person ? [session.person] : [])].map(({ id, name }) => [id, name]),
  );
  return (id) => names.get(id) ?? id;
}
