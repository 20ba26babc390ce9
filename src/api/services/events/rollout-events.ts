import type { PipelineEvent } from '#contract/event.ts';
import type { RolloutEvent, RolloutEventKind } from '#contract/rollout-event.ts';
import type { Rollout } from '#contract/rollout.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';

/** The latest of so many lines of history are looked through. */
const MOST_STEPS = 2_000;

/** What changed, or was about to change, who answers; the rest is for the rollout's own page. */
const told: Partial<Record<RolloutEventKind, (rollout: Rollout, event: RolloutEvent) => string>> = {
  prepared: (_, event) => `goes to ${shareText(event)}`,
  advance: (_, event) => `goes to ${shareText(event)}, by ${event.actor}`,
  force: (_, event) => `goes to ${shareText(event)} without evidence, by ${event.actor}`,
  rollBack: (_, event) => `rolled back by ${event.actor}`,
  harm: (_, event) => `rolled back: ${event.text}`,
  budgetSpent: () => 'rolled back: the budget of harmed predictions is spent',
  giveUp: (_, { to }) =>
    to === 'stuck' ? 'is stuck: routes cannot be set back' : 'rolled back: routes cannot be set',
  pause: (_, event) => `paused by ${event.actor}`,
  observedDrift: () => 'paused: somebody else changed the routes',
  supersede: () => 'gives way to a newer rollout',
  retired: () => 'is done',
};

/** Steps of rollouts, for the lane over the charts. */
export async function rolloutEvents(
  { control }: Ports,
  pipelines: ReadonlySet<string>,
  window: Window,
): Promise<PipelineEvent[]> {
  const steps = await control.listRolloutSteps(window, MOST_STEPS);
  return steps.reverse().flatMap(({ rollout, event }) => {
    const text = told[event.kind]?.(rollout, event);
    if (text === undefined || !pipelines.has(rollout.pipeline)) return [];
    const { pipeline, stage, id, candidate } = rollout;
    return [
      {
        time: event.at,
        pipeline,
        stage,
        kind: 'rolloutStep' as const,
        rolloutId: id,
        version: candidate.version,
        text: `${stage}: rollout of ${candidate.version} ${text}`,
      },
    ];
  });
}

function shareText({ candidateBasisPoints }: RolloutEvent): string {
  return candidateBasisPoints === 0 ? 'shadow' : `${candidateBasisPoints / 100} %`;
}
