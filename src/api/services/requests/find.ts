import type { RequestTrace } from '#contract/request.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { getPipeline } from '../pipelines/find.ts';
import { tracedRows } from './request-step.ts';

/** A request id that is used again and again is not a request. */
const MOST_ROWS = 500;

/** One request through all stages, whenever it was. */
export async function findRequest(
  ports: Ports,
  { pipeline, requestId }: { pipeline: string; requestId: string },
): Promise<RequestTrace> {
  await getPipeline(ports, pipeline);
  const rows = await ports.log.requestRows({ pipeline, requestIds: [requestId] }, MOST_ROWS + 1);
  if (rows.length === 0) throw notFound(`request ${requestId} in ${pipeline}`);
  const traced = await tracedRows(ports.control, pipeline, rows.slice(0, MOST_ROWS));
  return { requestId, rows: traced, isCut: rows.length > MOST_ROWS };
}
