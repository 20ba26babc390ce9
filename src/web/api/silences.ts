import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { silenceRoutes } from '#contract/routes/silence-routes.ts';
import type { SilenceMatcher, SilenceRequest } from '#contract/silence.ts';
import { pollEvery, pollMs } from './polling.ts';

/** What a silence would catch; asked anew whenever somebody is about to make one. */
export function silencePreviewQuery(matchers: readonly SilenceMatcher[]) {
  return queryOptions({
    queryKey: ['alerts', 'silence-preview', matchers],
    queryFn: ({ signal }) =>
      callApi(silenceRoutes.previewSilence, { body: { matchers: [...matchers] } }, { signal }),
  });
}

export function createSilenceMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['alerts', 'silence'],
    mutationFn: (request: SilenceRequest) => callApi(silenceRoutes.createSilence, { body: request }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  });
}

export function silencesQuery() {
  return queryOptions({
    queryKey: ['alerts', 'silences'],
    queryFn: async ({ signal }) => (await callApi(silenceRoutes.listSilences, {}, { signal })).items,
    refetchInterval: pollEvery(6 * pollMs),
  });
}

export function expireSilenceMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['alerts', 'silence', 'expire'],
    mutationFn: (id: string) => callApi(silenceRoutes.expireSilence, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  });
}
