import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type {
  Adjudication,
  AdjudicationRequest,
  DisagreementOrder,
  Disagreements,
} from '#contract/rollout-disagreement.ts';
import { rolloutRoutes } from '#contract/routes/rollout-routes.ts';

export type DisagreementSelection = {
  order: DisagreementOrder;
  seg: readonly string[];
  stable: string | undefined;
  candidate: string | undefined;
  judged: 'all' | 'open';
};

/** Read when asked for: a list that moved by itself would have people judge what they did not read. */
export function disagreementsQuery(id: string, { seg, ...selection }: DisagreementSelection) {
  const query = { ...selection, seg: [...seg] };
  return queryOptions({
    queryKey: ['disagreements', id, query],
    queryFn: ({ signal }) => callApi(rolloutRoutes.listDisagreements, { params: { id }, query }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Somebody's word on a request, shown at once where it was asked for; the gate counts it at its next look. */
export function useAdjudication(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: AdjudicationRequest) => callApi(rolloutRoutes.adjudicate, { params: { id }, body }),
    onSuccess: (adjudication) =>
      queryClient.setQueriesData<Disagreements>(
        { queryKey: ['disagreements', id] },
        (shown) => shown && withAdjudication(shown, adjudication),
      ),
  });
}

function withAdjudication(shown: Disagreements, adjudication: Adjudication): Disagreements {
  const before = shown.items.find(({ requestId }) => requestId === adjudication.requestId)?.adjudication;
  const judged = { ...shown.judged };
  judged[adjudication.choice]++;
  if (before) judged[before.choice]--;
  return {
    ...shown,
    judged,
    items: shown.items.map((one) =>
      one.requestId === adjudication.requestId ? { ...one, adjudication } : one,
    ),
  };
}
