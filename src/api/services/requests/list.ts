import type { RequestOrder } from '#contract/request-order.ts';
import type { RequestSummary } from '#contract/request.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { getPipeline } from '../pipelines/find.ts';
import { stepOf, tracedRows } from './request-step.ts';

/** The stages of a request answer within an hour of each other. */
const AROUND_MS = 3_600_000;
/** Rows of a request that a list tells of. */
const ROWS_EACH = 100;

export type RequestsRequest = Window & {
  pipeline: string;
  stage: string | undefined;
  order: RequestOrder;
  limit: number;
};

/** Requests through all stages, in the order asked for. */
export async function listRequests(
  ports: Ports,
  { order, limit, ...selection }: RequestsRequest,
): Promise<RequestSummary[]> {
  const { pipeline, fromMs, toMs } = selection;
  await getPipeline(ports, pipeline);
  const requestIds = await ports.log.listRequestIds(selection, order, limit);
  if (requestIds.length === 0) return [];
  const window = { fromMs: fromMs - AROUND_MS, toMs: toMs + AROUND_MS };
  const rows = await ports.log.requestRows({ pipeline, requestIds, window }, ROWS_EACH * limit);
  const traced = await tracedRows(ports.control, pipeline, rows);
  const byRequest = Map.groupBy(
    rows.map(({ requestId }, at) => ({ requestId, row: traced[at] })),
    ({ requestId }) => requestId,
  );
  return requestIds.map((requestId) => ({
    requestId,
    steps: (byRequest.get(requestId) ?? []).flatMap(({ row }) => (row ? [stepOf(row)] : [])),
  }));
}
