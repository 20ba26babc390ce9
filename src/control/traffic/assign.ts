import { ALL_TRAFFIC, type ArmId, type TrafficDocument } from '#contract/traffic.ts';
import { bucketOfKey } from './bucket-of-key.ts';

export type Assignment = {
  arm: ArmId;
  /** By a header that asked for it: such requests are no part of the experiment. */
  isForced: boolean;
  /** Arms that get a copy. */
  copies: ArmId[];
};

/** Asks for a header by its name in lower case. */
type HeaderOf = (name: string) => string | undefined;

/** The key that decides: the sticky header's value, else the request's own random key. */
export function stickyKeyOf(
  { stickyKey }: TrafficDocument,
  headerOf: HeaderOf,
  ownKey: string,
): { key: string; isSticky: boolean } {
  const value = stickyKey === null ? undefined : headerOf(stickyKey);
  return value ? { key: value, isSticky: true } : { key: ownKey, isSticky: false };
}

/**
 * Where one request goes. The candidate's basis points lie at the lower end and the audit's at the upper one, so each
 * can grow without losing a key that it had; copies are drawn by another salt, so that a mirror of 10 % is not always
 * the same 10 % as the candidate's. An arm gets no copies of its own requests, but the stable
 * version where it answers all of them: copies then tell how far it agrees with itself. O(length of the key).
 */
export function assign(document: TrafficDocument, key: string, headerOf: HeaderOf): Assignment {
  const forced = document.force.find(({ header, value }) => headerOf(header) === value);
  const arm = forced?.arm ?? armOfBucket(document.split, bucketOfKey(document.salt, key));
  const mirrorBucket = bucketOfKey(`${document.salt}/mirror`, key);
  return {
    arm,
    isForced: forced !== undefined,
    copies: document.mirror
      .filter(
        ({ to, basisPoints }) =>
          (to !== arm || isComparedWithItself(document, to)) && mirrorBucket < basisPoints,
      )
      .map(({ to }) => to),
  };
}

function isComparedWithItself({ split }: TrafficDocument, to: ArmId): boolean {
  return to === 'stable' && split.stable === ALL_TRAFFIC;
}

function armOfBucket({ candidate, audit }: TrafficDocument['split'], bucket: number): ArmId {
  if (bucket < candidate) return 'candidate';
  return bucket >= ALL_TRAFFIC - audit ? 'audit' : 'stable';
}
