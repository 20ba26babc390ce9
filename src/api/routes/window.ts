import { findSegment } from '#contract/segment.ts';
import { badRequest } from '../errors.ts';
import type { RowRole, StageSelection, Window } from '../prediction-log.ts';

const LONGEST_MS = 21 * 366 * 24 * 3_600_000;
/** More slots than a screen has pixels are a mistake in the request. */
const MOST_SLOTS = 5_000;

export function windowOf({ from, to }: { from: string; to: string }): Window {
  const fromMs = Date.parse(from);
  const toMs = Date.parse(to);
  if (fromMs >= toMs) throw badRequest(`from (${from}) must come before to (${to})`);
  if (toMs - fromMs > LONGEST_MS) throw badRequest('the range is over 21 years: choose a shorter one');
  return { fromMs, toMs };
}

export function knownOf({ knownAt }: { knownAt?: string | undefined }): { knownAtMs: number | undefined } {
  return { knownAtMs: knownAt === undefined ? undefined : Date.parse(knownAt) };
}

/** A window and its slots; step is in seconds. */
export function slotsOf(query: { from: string; to: string; step: number }): Window & { stepMs: number } {
  const window = windowOf(query);
  const stepMs = stepMsOf(query.step);
  const slots = (window.toMs - window.fromMs) / stepMs;
  if (slots > MOST_SLOTS) {
    throw badRequest(
      `${Math.ceil(slots)} slots are more than ${MOST_SLOTS}: choose a longer step or a shorter range`,
    );
  }
  return { ...window, stepMs };
}

/** @throws {Refusal} unless it is whole minutes */
export function stepMsOf(seconds: number): number {
  if (seconds % 60 !== 0) throw badRequest(`step must be a multiple of 60 seconds, not ${seconds}`);
  return seconds * 1000;
}

type StageQuery = {
  stage: string;
  role: RowRole;
  version?: string | undefined;
  knownAt?: string | undefined;
  seg?: string[] | undefined;
};

/** Which rows of the stage a query asks for. */
export function rowsOf({
  stage,
  role,
  version,
  knownAt,
  seg,
}: StageQuery): Omit<StageSelection, keyof Window | 'pipeline'> {
  const segments = seg?.flatMap((text) => findSegment(text) ?? []);
  return {
    stage,
    role,
    version,
    ...(knownAt !== undefined && { knownAtMs: Date.parse(knownAt) }),
    ...(segments && segments.length > 0 && { segments }),
  };
}
