import http from 'node:http';
import { RolloutVersion } from '#contract/rollout.ts';
import { TrafficDocument } from '#contract/traffic.ts';

/** A document that gives the candidate so many basis points. */
export function documentOf(candidate: number, more: Partial<TrafficDocument> = {}): TrafficDocument {
  return TrafficDocument.parse({
    rev: 1,
    split: { stable: 10_000 - candidate, candidate },
    stickyKey: 'x-user',
    salt: 'r-17',
    ...more,
  });
}

/** Of v17 against v18, by this writer. */
export function writeBy(fence: number) {
  return {
    versions: {
      stable: RolloutVersion.parse({ version: 'v17' }),
      candidate: RolloutVersion.parse({ version: 'v18' }),
    },
    fence,
  };
}

/** The answer on a connection of its own, or the fault. */
export function ask(url: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const request = http.get(url, { headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    request.on('error', (fault) => resolve(String(fault)));
  });
}

/** Which version answered. */
export async function versionOf(
  url: string,
  user: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await ask(`${url}/v1/infer`, { 'x-user': user, ...headers });
  return (JSON.parse(answer) as { prediction: string }).prediction.slice('by '.length);
}
