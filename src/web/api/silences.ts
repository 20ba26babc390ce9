import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { silenceRoutes } from '#contract/routes/silence-routes.ts';
import type { SilenceMatcher, SilenceRequest } from '#contract/silence.ts';
import { pollEvery, pollMs } from './polling.ts';

const HOUR_MS = 3_600_000;

/** What a silence would catch; asked anew whenever somebody is about to make one. */
export function silencePreviewQuery(matchers: readonly SilenceMatcher[], hours: number) {
  return queryOptions({
    queryKey: ['alerts', 'silence-preview', matchers, hours],
    queryFn: ({ signal }) =>
      callApi(
        silenceRoutes.previewSilence,
        { body: { matchers: [...matchers], until: inHours(hours) } },
        { signal },
      ),
  });
}

/** An end so many hours ahead. */
export function inHours(hours: number): string {
  return new Date(Date.now() + hours * HOUR_MS).toISOString();
}

export function approveSilenceMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['alerts', 'silence', 'approve'],
    mutationFn: (id: string) => callApi(silenceRoutes.approveSilence, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['alerts'] }),
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
