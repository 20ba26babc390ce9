import type { Rollout } from '#contract/rollout.ts';
import type { Actor } from '../../access/actor.ts';
import { unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { KeptAnswer } from '../../rollout-store.ts';
import { sha256 } from './sha256.ts';

export type AnswerKey = { actor: string; key: string; bodyHash: string };

/** The same key was used while this was decided; nothing was written. */
export class AnsweredMeanwhile extends Error {}

/** Does something once for each key of a person: sent again, at once or later, it is answered as it was the first time. */
export async function onceByKey(
  { control }: Ports,
  { actor, key, body }: { actor: Actor; key: string | undefined; body: unknown },
  act: (answer: AnswerKey | undefined) => Promise<Rollout>,
): Promise<Rollout> {
  if (key === undefined) return act(undefined);
  const bodyHash = await sha256(body);
  const kept = (await control.findAnswer(actor.id, key)) ?? (await acted());
  if ('id' in kept) return kept;
  if (kept.bodyHash !== bodyHash)
    throw unprocessable(
      '/problems/idempotency-key-reused',
      'the key was used for something else',
      'send another command with another Idempotency-Key',
    );
  return kept.answer as Rollout; // written by this program, under this key

  async function acted(): Promise<Rollout | KeptAnswer> {
    try {
      return await act({ actor: actor.id, key: key ?? '', bodyHash });
    } catch (fault) {
      const first = fault instanceof AnsweredMeanwhile && (await control.findAnswer(actor.id, key ?? ''));
      if (first) return first;
      throw fault;
    }
  }
}
