import { inside, localActor } from '#api/access/actor.ts';
import { auditEntry } from '#api/services/audit/audit-entry.ts';
import { post, serveEmptyStore } from '#test/web/msw.ts';
import { mulberry32, normal } from '#stats/random.ts';
import type { Simulator } from '#mocks/simulator.ts';

const MINUTE_MS = 60_000;
const minutes = 240;
const releaseMinute = 158;
const stepMinute = 160;
const echoMinutes = 4;

/**
 * Four hours of pipeline `line`: stage `second` hears what `first` heard four minutes before. At minute 158 version v2
 * of `first` takes over, and two minutes later what it hears falls by three standard deviations.
 */
export async function serveEcho(): Promise<Simulator> {
  const simulator = serveEmptyStore();
  const endMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  await simulator.ports.control.putPipeline(
    {
      name: 'line',
      definition: {
        kind: 'realtime',
        sample: false,
        stages: [
          { name: 'first', keepsText: false, latencyTargetMs: 10 }, // never kept, so that the pipeline is in trouble
          { name: 'second', keepsText: false },
        ],
        edges: [{ from: 'first', to: 'second' }],
      },
    },
    auditEntry(localActor(inside), new Date(), { action: 'pipeline.put', subject: 'line' }),
  );
  const draw = mulberry32(11);
  const heard = Array.from({ length: minutes }, (_, minute) => normal(draw) - (minute < stepMinute ? 0 : 3));
  const threeOf = (stage: string, minute: number, version: string, features: object) =>
    [10, 30, 50].map((second) => ({
      pipeline: 'line',
      stage,
      version,
      time: new Date(endMs - (minutes - minute) * MINUTE_MS + second * 1000).toISOString(),
      latencyMs: 50 + normal(draw),
      features,
    }));
  const records = heard.flatMap((level, minute) => [
    ...threeOf('first', minute, minute < releaseMinute ? 'v1' : 'v2', { level }),
    ...(minute >= echoMinutes
      ? [
          ...threeOf('second', minute, 'v1', {
            echo: heard[minute - echoMinutes],
            ...(minute % 20 === 0 && { seldom: level }),
          }),
        ]
      : []),
  ]);
  await post(simulator, records);
  return simulator;
}
