import type { Rollout } from '#contract/rollout.ts';
import { lengthText } from '#control/rollout/length-text.ts';
import { stepText } from './rollout-text.ts';
import styles from './stepper.module.css';

/** The steps of the plan: which are done, which one is now and for how long, which come. */
export function Stepper({ rollout }: { rollout: Rollout }) {
  const { plan, step: current, phase, soak, forcedSteps } = rollout;
  const isOver = phase === 'succeeded';
  return (
    <ol className={styles.steps} aria-label="Steps of the plan">
      {plan.steps.map((step, i) => {
        const isNow = i === current && !isOver && !['rolledBack', 'cancelled', 'draft'].includes(phase);
        const isDone = isOver || i < current;
        return (
          <li
            key={`${i} ${step.kind}`}
            className={styles.step}
            data-state={isNow ? 'now' : isDone ? 'done' : 'ahead'}
            aria-current={isNow ? 'step' : undefined}
          >
            <span className={styles.name}>{stepText(step)}</span>
            <span className={styles.about}>
              {isNow &&
                `now, ${lengthText(soak.freshSeconds)} of ${lengthText(step.minSoakSeconds)} at least`}
              {isDone && (forcedSteps.includes(i) ? 'left without evidence' : 'done')}
              {!isNow && !isDone && `at least ${lengthText(step.minSoakSeconds)}`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
