import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { statusRoutes } from '#contract/routes/status-routes.ts';
import { pollEvery, pollMs } from './polling.ts';

/** Also the page's heartbeat: it is asked on every page, so a server that went away is noticed there too. */
export function statusQuery() {
  return queryOptions({
    queryKey: ['status'],
    queryFn: ({ signal }) => callApi(statusRoutes.status, {}, { signal }),
    refetchInterval: pollEvery(pollMs),
  });
}
