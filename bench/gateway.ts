import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TrafficDocument } from '#contract/traffic.ts';
import { createAutomationTable } from '#server/gateway/automation-table.ts';
import { createGateway } from '#server/gateway/gateway.ts';
import { createGovernor } from '#server/gateway/governor.ts';
import { createRecorder } from '#server/gateway/recorder.ts';
import { createRequestCounts } from '#server/gateway/request-counts.ts';
import { createReviewIntake } from '#server/gateway/review-intake.ts';
import { createRouteTable } from '#server/gateway/route-table.ts';
import { median } from './median.ts';

/**
 * What a candidate costs the users of the stable version when it gets copies of all requests: nothing wrong with it, slow,
 * hanging, and gone. 100 requests a second for six seconds, open loop, latency from the intended time; the ways take turns
 * in five rounds, and each p99 is divided by that of the same round without copies. Run with `npm run bench:gateway`.
 */
const RATE = 100;
const SECONDS = 6;
const ROUNDS = 5;
const MODEL_MS = 10;

const answering =
  (delayMs: number): RequestListener =>
  (request, response) => {
    request.resume();
    request.on('end', () => setTimeout(() => response.end('{"prediction":"yes"}'), delayMs));
  };
const stable = await listen(answering(MODEL_MS));
const candidates = {
  'as fast': await listen(answering(MODEL_MS)),
  'slow, 500 ms': await listen(answering(500)),
  hanging: await listen((request) => void request.resume()),
  gone: 'http://127.0.0.1:9',
};

const table = createRouteTable({ silentAfterMs: Number.POSITIVE_INFINITY });
const counts = createRequestCounts(Date.now);
const recorder = createRecorder({
  record: async () => {},
  counts,
  onTrouble: (trouble) => console.error(trouble),
});
const governor = createGovernor({
  intake: createReviewIntake(async () => undefined),
  onTrouble: console.error,
});
const gateway = createGateway({ table, recorder, automations: createAutomationTable(), governor });
const front = await listen((request, response) => void gateway.handle(request, response));
const agent = new http.Agent({ keepAlive: true });

const ratios = new Map<string, number[]>();
const plain: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const without = await p99(undefined);
  plain.push(without);
  for (const [name, url] of Object.entries(candidates))
    ratios.set(name, [...(ratios.get(name) ?? []), (await p99(url)) / without]);
}
console.log(
  `without copies: p99 ${median(plain).toFixed(1)} ms; with copies to a candidate that is, as a ratio, median (all)`,
);
for (const [name, all] of ratios)
  console.log(
    `${name.padEnd(14)} ${median(all).toFixed(2)} (${all.map((ratio) => ratio.toFixed(2)).join(', ')})`,
  );
process.exit(0);

async function p99(candidate: string | undefined): Promise<number> {
  table.set({
    pipeline: 'bench',
    stage: 'model',
    document: TrafficDocument.parse({
      rev: 1,
      split: { stable: 10_000, candidate: 0 },
      mirror: candidate === undefined ? [] : [{ to: 'candidate', basisPoints: 10_000 }],
      stickyKey: null,
      salt: 'bench',
    }),
    endpoints: {
      stable: { version: 'v1', url: new URL(stable) },
      ...(candidate !== undefined && { candidate: { version: 'v2', url: new URL(candidate) } }),
    },
    fence: 0,
  });
  const begun = performance.now();
  const latencies = await Promise.all(
    Array.from({ length: RATE * SECONDS }, (_, i) => askAt(begun + (1000 * i) / RATE)),
  );
  return latencies.sort((a, b) => a - b)[Math.ceil(0.99 * latencies.length) - 1] as number;
}

function askAt(atMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    setTimeout(
      () => {
        const request = http.request(
          `${front}/bench/model/infer`,
          { agent, method: 'POST', headers: { 'content-type': 'application/json' } },
          (answer) => answer.resume().on('end', () => resolve(performance.now() - atMs)),
        );
        request.on('error', reject).end('{"seconds":3}');
      },
      Math.max(0, atMs - performance.now()),
    );
  });
}

async function listen(answer: RequestListener): Promise<string> {
  const server = http.createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
