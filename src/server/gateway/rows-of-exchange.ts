import type { Prediction } from '#contract/prediction.ts';
import { predictionsOf } from '#api/services/inference/predictions-of.ts';
import type { Exchange } from './recorder.ts';

type Seen = Pick<
  Exchange,
  'pipeline' | 'stage' | 'version' | 'requestId' | 'site' | 'startedMs' | 'endedMs' | 'asked' | 'answered'
> &
  Partial<Pick<Exchange, 'isAsked'>>;

/** The rows in the bodies of a request and its answer; without an answer they have features only. */
export function rowsOfExchange(exchange: Seen): Prediction[] {
  const { pipeline, stage, version, requestId, site, startedMs, endedMs, asked, answered } = exchange;
  const side = { id: requestId, pipeline, stage, version, site, requestId };
  const { isAsked = true } = exchange;
  return predictionsOf({
    request: { ...side, kind: 'request', timeMs: startedMs, body: jsonOf(asked) },
    ...(isAsked && {
      response: { ...side, kind: 'response', timeMs: endedMs, body: answered && jsonOf(answered) },
    }),
  });
}

export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined; // a body of another kind has no fields
  }
}
