import type { StageFigures } from '#contract/pipeline.ts';
import type { Plan } from '#contract/rollout-plan.ts';
import { lengthText } from '#control/rollout/length-text.ts';
import { secondsToKnow } from '#control/rollout/time-to-knowledge.ts';
import { Glyph } from '../../ui/glyph.tsx';
import styles from './new-rollout-page.module.css';
import { gateNames, marginText, stepText } from './rollout-text.ts';

/** The steps as they will be, each with how long its gates take to prove at present traffic. */
export function PlanPreview({ plan, figures }: { plan: Plan; figures: StageFigures | undefined }) {
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">Steps</h2>
      <ol className={styles.preview}>
        {plan.steps.map((step, i) => (
          <li key={`${i} ${step.kind}`}>
            <strong>{stepText(step)}</strong>, at least {lengthText(step.minSoakSeconds)}
            {step.approvals.n > 0 &&
              `, then ${step.approvals.n} ${step.approvals.n === 1 ? 'approval' : 'approvals'}`}
            <ul>
              {step.gates.map((gate) => {
                const seconds = figures ? secondsToKnow(step, gate, figures) : null;
                const isTooLong = seconds !== null && seconds > step.maxSoakSeconds;
                const isNever = seconds === Number.POSITIVE_INFINITY;
                return (
                  <li key={gate.gate}>
                    {isTooLong && <Glyph name="warning" />} {gateNames[gate.gate]} {marginText(gate)}
                    {seconds !== null &&
                      (isNever
                        ? ': never proven at present traffic, because it does not happen'
                        : `: proven in about ${lengthText(seconds)} at present traffic`)}
                    {isTooLong &&
                      !isNever &&
                      ', longer than the step may last: take a larger share or a wider margin'}
                  </li>
                );
              })}
              {step.gates.length === 0 && <li>nothing has to be proven</li>}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
