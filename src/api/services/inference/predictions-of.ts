import { limits, type Prediction } from '#contract/prediction.ts';
import { readInference } from './inference.ts';
import type { Inference } from './joiner.ts';

/** Of a request whose answer was never logged: it failed, or the answer was lost. */
const UNANSWERED = 'unanswered';
const OK = 200;

/** The rows of an inference as prediction records, the time of the answer as theirs. */
export function predictionsOf({ request, response }: Inference): Prediction[] {
  const known = response ?? request;
  if (!known) return [];
  const rows = readInference(request?.body, response?.body);
  const requestId = name(
    request?.requestId ?? response?.requestId ?? textAt(request?.body, 'id') ?? known.id,
  );
  const latencyMs = request && response && Math.max(0, response.timeMs - request.timeMs);

  return rows.map((row, i) => ({
    pipeline: known.pipeline,
    stage: known.stage,
    version: name(
      response?.version ?? request?.version ?? textAt(response?.body, 'model_version') ?? 'unversioned',
    ),
    role: 'live',
    time: new Date(known.timeMs).toISOString(),
    requestId: rows.length === 1 ? requestId : name(`${requestId}/${i}`),
    ...(latencyMs !== undefined && { latencyMs }),
    status: statusOf(response),
    ...(known.site !== undefined && { site: known.site }),
    signals: {},
    ...row,
  }));
}

function statusOf(response: Inference['response']): string {
  if (!response) return UNANSWERED;
  const { statusCode = OK } = response;
  return statusCode < 400 ? 'ok' : `http-${statusCode}`;
}

function textAt(body: unknown, field: string): string | undefined {
  const value: unknown =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : '';
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** As `Name` wants it. */
function name(text: string): string {
  return text.replaceAll('\0', '').slice(0, limits.nameLength) || 'unnamed';
}
