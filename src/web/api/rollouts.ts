import {
  mutationOptions,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { ApiError, callApi } from '#contract/client.ts';
import { RolloutConflict, type RolloutCommand } from '#contract/rollout-command.ts';
import type { RolloutDetail, RolloutRequest } from '#contract/rollout-detail.ts';
import type { RolloutEvent } from '#contract/rollout-event.ts';
import type { Rollout } from '#contract/rollout.ts';
import { rolloutRoutes } from '#contract/routes/rollout-routes.ts';
import { pollEvery, pollMs } from './polling.ts';

export type RolloutFilter = { isOpen?: boolean; pipeline?: string; stage?: string };

/** The latest first; those that have not ended, or all. */
export function rolloutsQuery({ isOpen, ...place }: RolloutFilter = {}) {
  return queryOptions({
    queryKey: ['rollouts', 'list', { isOpen, ...place }],
    queryFn: async ({ signal }) => {
      const query = { ...place, ...(isOpen && { open: 'true' as const }), limit: 100 };
      return (await callApi(rolloutRoutes.listRollouts, { query }, { signal })).items;
    },
    refetchInterval: pollEvery(pollMs),
    meta: { liveMs: pollMs },
  });
}

/** Nothing goes on before a person has done something. */
export function waitsForPeople({ phase }: Pick<Rollout, 'phase'>): boolean {
  return phase === 'stuck' || phase === 'paused' || phase === 'gated' || phase === 'pending';
}

/** One rollout with its history and what whoever asks can do. */
export function rolloutQuery(id: string) {
  return queryOptions({
    queryKey: ['rollouts', 'one', id],
    queryFn: ({ signal }) => callApi(rolloutRoutes.findRollout, { params: { id } }, { signal }),
    refetchInterval: pollEvery(pollMs),
    meta: { liveMs: pollMs },
  });
}

export function createRollout(request: RolloutRequest): Promise<Rollout> {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  return callApi(rolloutRoutes.createRollout, { body: request }, { headers });
}

/** A command on a rollout as it was seen. A refusal brings the rollout as it is, so the page shows that at once. */
export function useRolloutCommand({ id, generation }: Pick<Rollout, 'id' | 'generation'>) {
  const queryClient = useQueryClient();
  const show = (rollout: Rollout) =>
    queryClient.setQueryData<RolloutDetail>(
      rolloutQuery(id).queryKey,
      (detail) => detail && { ...detail, rollout },
    );
  return useMutation({
    mutationFn: async (command: RolloutCommand) => {
      const key = crypto.randomUUID();
      const send = (seen: number) =>
        callApi(
          rolloutRoutes.commandRollout,
          { params: { id }, body: command },
          { headers: { 'if-match': `"${seen}"`, 'idempotency-key': key } },
        );
      try {
        return await send(generation);
      } catch (error) {
        // A yes names the evidence that it is for: while that stands, what else happened meanwhile takes nothing from it.
        const conflict = conflictOf(error);
        if (command.type !== 'approve' || conflict?.refusal !== 'generation') throw error;
        return send(conflict.rollout.generation);
      }
    },
    onSuccess: show,
    onError: (error) => {
      const conflict = conflictOf(error);
      if (conflict) show(conflict.rollout);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['rollouts'] }),
  });
}

/** Back to the version before a rollout that succeeded: a rollout of its own. */
export function undoMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['rollouts', 'undo'],
    mutationFn: (id: string) =>
      callApi(
        rolloutRoutes.undoRollout,
        { params: { id } },
        { headers: { 'idempotency-key': crypto.randomUUID() } },
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['rollouts'] }),
  });
}

/** Why a command was refused, and what others did meanwhile. */
export function refusalOf(error: unknown): { text: string; since: RolloutEvent[] } {
  const conflict = conflictOf(error);
  if (conflict?.refusal === 'generation')
    return { text: 'Refused: it changed since you looked at it.', since: conflict.since };
  if (conflict) return { text: `Refused: ${conflict.text}.`, since: conflict.since };
  return { text: error instanceof Error ? error.message : String(error), since: [] };
}

function conflictOf(error: unknown): RolloutConflict | undefined {
  if (!(error instanceof ApiError) || error.problem.conflict === undefined) return undefined;
  const parsed = RolloutConflict.safeParse(error.problem.conflict);
  return parsed.success ? parsed.data : undefined;
}
