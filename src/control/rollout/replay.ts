import type { Gate, Step } from '#contract/rollout-plan.ts';
import { type ReplayedGate, replayedGates, type ReplayLog } from '#contract/replay-log.ts';
import { binomialDraw } from '#stats/binomial-draw.ts';
import { below, type Draw } from '#stats/random.ts';
import { judgeLatency } from './gates/latency.ts';
import { type ArmSlice, judgeRates } from './gates/rates.ts';

/** When a replay was caught, counted from the start of the step. */
export type Caught = { minutes: number; candidateRows: number };
/** What one replay of one gate came to; null: it never alarmed. */
export type GateReplay = { gate: ReplayedGate; caught: Caught | null };

/** Whether a gate can be replayed from counts by the minute; the others need the answers themselves. */
export function isReplayed(gate: Gate): gate is Gate & { gate: ReplayedGate } {
  return replayedGates.some((one) => one === gate.gate);
}

/** How much of the requests the candidate of a step answers, alone or as copies; undefined where nothing is compared. */
export function comparedShare({
  traffic,
}: Pick<Step, 'traffic'>): { share: number; isCopy: boolean } | undefined {
  const { stable, candidate } = traffic.split;
  const copies = (to: 'stable' | 'candidate') =>
    traffic.mirror.find((one) => one.to === to)?.basisPoints ?? 0;
  if (candidate === 0 || stable === 0) {
    const share = copies(candidate === 0 ? 'candidate' : 'stable') / 10_000;
    return share > 0 ? { share, isCopy: true } : undefined;
  }
  return { share: candidate / (stable + candidate), isCopy: false };
}

/**
 * One gate of a step on a log of the stable version alone, as if part of its own requests had been the candidate's: split
 * at random, from a minute drawn at random, around the end of the log. With a factor above 1 the candidate's requests fail
 * so many times as often. The verdict is that of the gate's own function. A test that may be looked at at any time keeps
 * its greatest evidence, so a replay that alarms at its end alarmed at some first minute, found by bisection.
 * O(minutes + slices with events · log of them).
 *
 * @param factor 1: the stable version against itself, where every alarm is a false one
 */
export function replayGate(
  log: ReplayLog,
  gate: Gate & { gate: ReplayedGate },
  {
    split,
    factor,
    draw,
  }: { split: NonNullable<ReturnType<typeof comparedShare>>; factor: number; draw: Draw },
): GateReplay {
  const { slices, minutes, rowsBefore } = splitLog(log, gate.gate, { ...split, factor, draw });
  const isAlarmAfter = (count: number) => isWorse(slices.slice(0, count), gate);
  if (!isAlarmAfter(slices.length)) return { gate: gate.gate, caught: null };
  let [quiet, alarmed] = [0, slices.length];
  while (alarmed - quiet > 1) {
    const middle = (quiet + alarmed) >> 1;
    if (isAlarmAfter(middle)) alarmed = middle;
    else quiet = middle;
  }
  const last = alarmed - 1;
  return {
    gate: gate.gate,
    caught: { minutes: (minutes[last] ?? 0) + 1, candidateRows: rowsBefore[last] ?? 0 },
  };
}

function isWorse(slices: readonly ArmSlice[], gate: Gate): boolean {
  const isLatency = gate.gate !== 'errors' && gate.gate !== 'nullOutputs';
  const { verdict } = isLatency
    ? judgeLatency({ beyond: slices, beyondMargin: [] }, gate, { effect: 1, seconds: 1 })
    : judgeRates(slices, gate, 1);
  return verdict === 'worse';
}

/** Minutes without an event say nothing of whose events there are: they are left out. */
function splitLog(
  log: ReplayLog,
  gate: ReplayedGate,
  { share, isCopy, factor, draw }: { share: number; isCopy: boolean; factor: number; draw: Draw },
): { slices: ArmSlice[]; minutes: number[]; rowsBefore: number[] } {
  const { rows, events } = log[gate];
  const total = sumOf(rows);
  const rate = total > 0 ? sumOf(events) / total : 0;
  const added = rate < 1 ? Math.min(1, ((factor - 1) * rate) / (1 - rate)) : 0;
  const start = log.minutes > 0 ? below(draw, log.minutes) : 0;
  const found = { slices: [] as ArmSlice[], minutes: [] as number[], rowsBefore: [] as number[] };
  let candidateRows = 0;
  for (let minute = 0; minute < log.minutes; minute++) {
    const at = (start + minute) % log.minutes;
    const own = { rows: rows[at] ?? 0, events: events[at] ?? 0 };
    if (own.rows === 0) continue;
    // a copy is answered anew, with the same chance to fail in that minute; a request has one answer
    const asked = isCopy ? binomialDraw(draw, own.rows, share) : 0;
    const failed = isCopy
      ? binomialDraw(draw, asked, own.events / own.rows)
      : binomialDraw(draw, own.events, share);
    const fine = isCopy ? asked - failed : binomialDraw(draw, own.rows - own.events, share);
    const harmed = binomialDraw(draw, fine, added);
    const candidate = { rows: failed + fine, events: failed + harmed };
    const stable = isCopy ? own : { rows: own.rows - candidate.rows, events: own.events - failed };
    candidateRows += candidate.rows;
    if (candidate.events + stable.events === 0) continue;
    found.slices.push({ stable, candidate });
    found.minutes.push(minute);
    found.rowsBefore.push(candidateRows);
  }
  return found;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
