import { useQuery } from '@tanstack/react-query';
import { rolloutsQuery, waitsForPeople } from '../api/rollouts.ts';

/** How many rollouts wait for a person. */
export function WaitingRollouts() {
  const { data: open = [] } = useQuery(rolloutsQuery({ isOpen: true }));
  const waiting = open.filter(waitsForPeople).length;
  return waiting > 0 ? ` ${waiting}` : null;
}
