import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { livePhases } from '#contract/rollout-words.ts';
import type { Rollout } from '#contract/rollout.ts';
import { rolloutsQuery, useRolloutCommand } from '../../api/rollouts.ts';
import { rolloutPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import styles from './open-rollouts.module.css';
import { Refusal } from './refusal.tsx';
import { phaseText, stepText } from './rollout-text.ts';

/** Versions that take traffic on trial in a pipeline, or in one stage of it, each with its way back in one click. */
export function OpenRollouts({ pipeline, stage }: { pipeline: string; stage?: string }) {
  const place = { pipeline, ...(stage !== undefined && { stage }) };
  const { data: rollouts = [] } = useQuery(rolloutsQuery({ isOpen: true, ...place }));
  const live = rollouts.filter(({ phase }) => livePhases.some((one) => one === phase));
  if (live.length === 0) return null;
  return (
    <ul className={styles.rollouts} aria-label="Rollouts under way">
      {live.map((rollout) => (
        <li key={rollout.id}>
          <OpenRollout rollout={rollout} />
        </li>
      ))}
    </ul>
  );
}

function OpenRollout({ rollout }: { rollout: Rollout }) {
  const { view } = useView();
  const command = useRolloutCommand(rollout);
  const step = rollout.plan.steps[rollout.step];
  const isGoingBack = rollout.phase === 'rollingBack' || rollout.phase === 'stuck';
  return (
    <>
      <span>
        <Link href={rolloutPath(rollout.id, view)}>
          {rollout.stage} {rollout.stable.version} → {rollout.candidate.version}
        </Link>
        {step && `, ${stepText(step)}`}, {phaseText(rollout)}
      </span>
      <button
        type="button"
        className={styles.brake}
        disabled={command.isPending || isGoingBack}
        onClick={() => command.mutate({ type: 'rollBack', breakGlass: true })}
      >
        {isGoingBack ? 'Rolling back …' : `Roll back to ${rollout.stable.version}`}
      </button>
      {command.isError && <Refusal error={command.error} />}
    </>
  );
}
