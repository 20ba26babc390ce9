import type { ReplayedGate } from '#contract/replay-log.ts';
import type { Gate, Step } from '#contract/rollout-plan.ts';
import { comparedShare, isReplayed, replayGate, type Caught } from '#control/rollout/replay.ts';
import { type Draw, mulberry32 } from '#stats/random.ts';
import type { TaskContext, TaskResult } from '../protocol.ts';
import type { GateCatch, ReplayPlanInput, StepReplay } from '../tasks/replay-tasks.ts';

type Replayed = Gate & { gate: ReplayedGate };
type Run = { input: ReplayPlanInput; draw: Draw; tick: () => Promise<void> };

/** False alarms of each step on its own log, and how soon harm would be caught. */
export async function replayPlan(
  input: ReplayPlanInput,
  { onProgress, breathe }: TaskContext,
): Promise<TaskResult<'replayPlan'>> {
  const compared = input.steps.flatMap((step, place) => (comparedShare(step) ? [{ step, place }] : []));
  const gates = compared.reduce((sum, { step }) => sum + step.gates.filter(isReplayed).length, 0);
  const all = Math.max(1, gates * (input.replays + input.harmedReplays));
  let done = 0;
  const tick = async () => {
    done++;
    if (await breathe()) onProgress({ doing: 'replaying', share: done / all });
  };
  const run: Run = { input, draw: mulberry32(input.seed), tick };
  const output: StepReplay[] = [];
  for (const { step, place } of compared) output.push(await replayStep(step, place, run));
  return { output, transfer: [] };
}

async function replayStep(step: Step, place: number, run: Run): Promise<StepReplay> {
  const { replays } = run.input;
  const gates = step.gates.filter(isReplayed);
  const alarmed = new Set<number>();
  for (const gate of gates)
    for (let replay = 0; replay < replays; replay++)
      if (await replayed(step, gate, 1, run)) alarmed.add(replay);
  const catches: GateCatch[] = [];
  for (const gate of gates) catches.push(await catchesOf(step, gate, run));
  return {
    step: place,
    replays,
    falseAlarms: alarmed.size,
    gates: catches,
    notReplayed: step.gates.filter((gate) => !isReplayed(gate)).map(({ gate }) => gate),
  };
}

async function catchesOf(step: Step, gate: Replayed, run: Run): Promise<GateCatch> {
  const { harmedReplays, factor } = run.input;
  const caught: Caught[] = [];
  for (let replay = 0; replay < harmedReplays; replay++) {
    const one = await replayed(step, gate, factor, run);
    if (one) caught.push(one);
  }
  return {
    gate: gate.gate,
    replays: harmedReplays,
    caught: caught.length,
    minutes: median(caught.map(({ minutes }) => minutes)),
    candidateRows: median(caught.map(({ candidateRows }) => candidateRows)),
  };
}

async function replayed(step: Step, gate: Replayed, factor: number, run: Run): Promise<Caught | null> {
  const split = comparedShare(step);
  await run.tick();
  return split ? replayGate(run.input.log, gate, { split, factor, draw: run.draw }).caught : null;
}

function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
