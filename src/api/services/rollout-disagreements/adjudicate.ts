import type { Adjudication, AdjudicationRequest } from '#contract/rollout-disagreement.ts';
import { isSameAnswer } from '#control/rollout/disagreement.ts';
import type { Actor } from '../../access/actor.ts';
import { notFound, unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { RequestRow } from '../../prediction-log.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { armsOf } from './arms-of.ts';

const MOST_PAIRS = 20_000;
const MOST_ROWS = 100;
const MINUTE_MS = 60_000;

/** Somebody's word on who was right; only where the versions did answer the same request, and differently. */
export async function adjudicate(
  { control, log }: Ports,
  { id, request, actor }: { id: string; request: AdjudicationRequest; actor: Actor },
): Promise<Adjudication> {
  const rollout = (await control.findRollout(id))?.rollout;
  if (!rollout) throw notFound(`rollout ${id}`);
  const { pipeline, stage } = rollout;
  const { requestId, choice } = request;
  const rows = await log.requestRows({ pipeline, requestIds: [requestId] }, MOST_ROWS);
  const span = spanOf(rows.filter((row) => row.stage === stage));
  const pairs = span ? await log.pairs({ pipeline, stage, ...span }, armsOf(rollout), MOST_PAIRS) : [];
  const pair = pairs.find((one) => one.requestId === requestId);
  if (!pair || isSameAnswer(pair.stable, pair.candidate))
    throw unprocessable(
      '/problems/no-disagreement',
      'there is nothing to judge',
      `the versions did not both answer request ${requestId}, or not differently`,
    );
  const at = new Date(await control.currentTime());
  const adjudication = { requestId, choice, by: actor.id, at: at.toISOString() };
  const change = {
    action: 'rollout.adjudicate',
    subject: `${pipeline}/${stage}/${id}`,
    after: adjudication,
  };
  await control.putAdjudication(id, adjudication, auditEntry(actor, at, change));
  return adjudication;
}

/** The time from the first to the last of a request's rows, in which few others lie. */
function spanOf(rows: readonly RequestRow[]): { fromMs: number; toMs: number } | undefined {
  if (rows.length === 0) return undefined;
  const times = rows.map(({ timeMs }) => timeMs);
  return { fromMs: Math.min(...times), toMs: Math.max(...times) + MINUTE_MS };
}
