import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Plan } from '#contract/rollout-plan.ts';
import { lengthText } from '#control/rollout/length-text.ts';
import type { GateCatch, StepReplay } from '#workers/tasks/replay-tasks.ts';
import { useDriftClient } from '../../api/drift-client.tsx';
import { planReplayQuery, REPLAYED_HARM } from '../../api/plan-replay.ts';
import { useTaskRun } from '../../api/use-task-run.ts';
import { formatCount } from '../../format/number.ts';
import { TaskStatus } from '../../shell/task-status.tsx';
import styles from './new-rollout-page.module.css';
import { gateNames, stepText } from './rollout-text.ts';

/** The plan on last week's log, by the gates that will judge it. */
export function PlanReplay({ pipeline, stage, plan }: { pipeline: string; stage: string; plan: Plan }) {
  const [steps, setSteps] = useState<Plan['steps']>();
  const isOld = steps !== undefined && JSON.stringify(steps) !== JSON.stringify(plan.steps);
  return (
    <section aria-labelledby="replay">
      <h2 id="replay">Replay on last week</h2>
      <p>
        Splits what the stage answered last week at random, as if part of it had been the candidate’s: every
        alarm is a false one. Then lets the candidate’s part fail {REPLAYED_HARM} times as often.
      </p>
      {(steps === undefined || isOld) && (
        <p>
          <button type="button" onClick={() => setSteps(plan.steps)}>
            {isOld ? 'Replay the plan as it is now' : 'Replay the plan'}
          </button>
        </p>
      )}
      {steps && !isOld && <Replay pipeline={pipeline} stage={stage} steps={steps} />}
    </section>
  );
}

function Replay(plan: { pipeline: string; stage: string; steps: Plan['steps'] }) {
  const client = useQueryClient();
  const drift = useDriftClient();
  const run = useTaskRun(planReplayQuery({ client, drift }, plan));
  const { data } = run;
  return (
    <>
      <TaskStatus run={run} what="the replay" act="Replay the plan" />
      {data && !run.isPlaceholder && (
        <>
          {data.replays.length === 0 && <p>No step compares two versions: there is nothing to replay.</p>}
          <ul className={styles.preview}>
            {data.replays.map((replay) => (
              <li key={replay.step}>
                <StepResult replay={replay} steps={plan.steps} />
              </li>
            ))}
          </ul>
          <p className={styles.note}>
            From {formatCount(data.rows)} requests, each for itself: where a header keeps users on a version,
            what fails for few users again and again is known later than this says.
          </p>
        </>
      )}
    </>
  );
}

function StepResult({ replay, steps }: { replay: StepReplay; steps: Plan['steps'] }) {
  const step = steps[replay.step];
  const hasGates = replay.gates.length > 0;
  return (
    <>
      <strong>{step && stepText(step)}</strong>
      {hasGates &&
        `: ${replay.falseAlarms} of ${replay.replays} replays of the stable version against itself would have rolled back`}
      <ul>
        {replay.gates.map((gate) => (
          <li key={gate.gate}>
            {gateNames[gate.gate]}: {catchText(gate)}
          </li>
        ))}
        {replay.notReplayed.length > 0 && (
          <li>
            {replay.notReplayed.map((gate) => gateNames[gate]).join(', ')}: not replayed, because counts by
            the minute do not tell
          </li>
        )}
      </ul>
    </>
  );
}

function catchText({ gate, caught, replays, minutes, candidateRows }: GateCatch): string {
  const what =
    gate === 'errors' || gate === 'nullOutputs'
      ? `${REPLAYED_HARM} times as many`
      : `${REPLAYED_HARM} times as many slow requests`;
  if (minutes === null || candidateRows === null) return `${what} would not have been caught within the week`;
  const after = `after ${formatCount(candidateRows)} requests of the candidate, ${lengthText(minutes * 60)} (medians)`;
  return `${what} would have been caught in ${caught} of ${replays} replays, ${after}`;
}
