import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { NewPerson, PersonChange } from '#contract/person.ts';
import { personRoutes } from '#contract/routes/person-routes.ts';
import { pollEvery, pollMs } from './polling.ts';

/** Everybody who has ever had an account here, and the people of the sample, by name. */
export function peopleQuery() {
  return queryOptions({
    queryKey: ['people'],
    queryFn: async ({ signal }) => (await callApi(personRoutes.listPeople, {}, { signal })).items,
    refetchInterval: pollEvery(12 * pollMs),
  });
}

export function createPersonMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['people', 'create'],
    mutationFn: (body: NewPerson) => callApi(personRoutes.createPerson, { body }),
    onSettled: () => refresh(client),
  });
}

export function changePersonMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['people', 'change'],
    mutationFn: ({ id, change }: { id: string; change: PersonChange }) =>
      callApi(personRoutes.changePerson, { params: { id }, body: change }),
    onSettled: () => refresh(client),
  });
}

export function resetPasswordMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['people', 'reset-password'],
    mutationFn: (id: string) => callApi(personRoutes.resetPassword, { params: { id } }),
    onSettled: () => refresh(client),
  });
}

/** The session too: whoever changes people may have changed themselves, or closed a server that was open. */
function refresh(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ['people'] });
  void client.invalidateQueries({ queryKey: ['session'] });
}
