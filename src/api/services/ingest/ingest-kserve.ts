import { z } from 'zod';
import { limits, Name } from '#contract/prediction.ts';
import { badRequest } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { InferenceEvent } from '../inference/joiner.ts';
import { predictionsOf } from '../inference/predictions-of.ts';
import { readText } from './read-body.ts';
import { recordPredictions } from './record-predictions.ts';

const TYPE = /^org\.kubeflow\.serving\.inference\.(request|response)$/;

/**
 * Headers of a CloudEvent in binary mode, as KServe's logger writes them (pkg/logger/worker.go). The response event
 * carries the content type of its request, so bodies are tried as JSON whatever it says.
 */
const Headers = z.object({
  'ce-type': z.string().regex(TYPE),
  'ce-id': Name,
  'ce-time': z.iso.datetime({ offset: true }).optional(),
  'ce-inferenceservicename': Name.optional(),
  'ce-component': Name.optional(),
  'ce-statuscode': z.coerce.number().int().optional(),
  'ce-annotations': z.string().optional(),
  'ce-metadata': z.string().optional(),
});

/** Of the pod, changed in the same patch as the model: the event itself names no version. */
const VERSION_ANNOTATION = 'anchorwatch.io/version';
/** Matched by the logger against Go's canonical header names, so they come in that spelling. */
const REQUEST_ID_HEADER = 'X-Request-Id';

/** Takes one event of KServe's inference logger; it becomes rows when its other half has come, too. */
export async function ingestKserveEvent(
  ports: Ports,
  {
    request,
    pipeline,
    stage,
  }: { request: Request; pipeline?: string | undefined; stage?: string | undefined },
): Promise<void> {
  const event = await readEvent(request, { pipeline, stage }, ports.now());
  const nowMs = ports.now().getTime();
  await recordPredictions(ports, ports.inferences.add(event, nowMs).flatMap(predictionsOf));
}

/** Records what has waited too long for its other half: a request without an answer counts as a failed one. */
export async function recordUnanswered(ports: Ports): Promise<void> {
  const expired = ports.inferences.takeExpired(ports.now().getTime());
  await recordPredictions(ports, expired.flatMap(predictionsOf));
}

async function readEvent(
  request: Request,
  named: { pipeline: string | undefined; stage: string | undefined },
  now: Date,
): Promise<InferenceEvent> {
  const parsed = Headers.safeParse(Object.fromEntries(request.headers));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badRequest(
      `not an event of KServe's inference logger: header ${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const headers = parsed.data;
  const pipeline = named.pipeline ?? headers['ce-inferenceservicename'];
  if (pipeline === undefined) {
    throw badRequest('the event names no inference service: add ?pipeline= to the address of the logger');
  }
  const timeMs = headers['ce-time'] === undefined ? now.getTime() : Date.parse(headers['ce-time']);
  return {
    kind: TYPE.exec(headers['ce-type'])?.[1] as InferenceEvent['kind'],
    id: headers['ce-id'],
    pipeline,
    stage: named.stage ?? headers['ce-component'] ?? 'predictor',
    timeMs: Math.min(timeMs, now.getTime() + limits.futureMs),
    version: entryOf(headers['ce-annotations'], VERSION_ANNOTATION),
    requestId: entryOf(headers['ce-metadata'], REQUEST_ID_HEADER),
    statusCode: headers['ce-statuscode'],
    body: jsonOf(await readText(request)),
  };
}

/** One entry of a JSON object of texts, or of lists of texts, whose first one counts. */
function entryOf(json: string | undefined, key: string): string | undefined {
  const record = jsonOf(json ?? '');
  if (typeof record !== 'object' || record === null) return undefined;
  const value = (record as Record<string, unknown>)[key];
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a body of another kind has no fields
  }
}
