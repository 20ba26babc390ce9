import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { callApi, routeUrl } from '#contract/client.ts';
import { auditRoutes } from '#contract/routes/audit-routes.ts';

const PAGE_ENTRIES = 50;

export type AuditSearch = {
  actor: string | undefined;
  action: string | undefined;
  subject: string | undefined;
};

/** Newest first, a page at a time. It is not polled: what somebody reads does not move. */
export function auditQuery(search: AuditSearch) {
  return infiniteQueryOptions({
    queryKey: ['audit', search],
    queryFn: ({ signal, pageParam }) =>
      callApi(
        auditRoutes.listAudit,
        { query: { ...search, limit: PAGE_ENTRIES, ...(pageParam !== undefined && { before: pageParam }) } },
        { signal },
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next,
  });
}

export function auditVerificationQuery() {
  return queryOptions({
    queryKey: ['audit-verification'],
    queryFn: ({ signal }) => callApi(auditRoutes.verifyAudit, {}, { signal }),
    enabled: false,
  });
}

export function auditExportUrl(): string {
  return routeUrl(auditRoutes.exportAudit, {});
}
