import type { StageFigures } from '#contract/pipeline.ts';
import type { Plan, Step } from '#contract/rollout-plan.ts';
import { lengthText } from '#control/rollout/length-text.ts';
import { exposedRequests, secondsToKnow } from '#control/rollout/time-to-knowledge.ts';
import { formatCount } from '../../format/number.ts';
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
            {figures && exposureText(step, figures)}
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

/** How many users' requests are at stake before anything is known. */
function exposureText(step: Step, figures: StageFigures): string | null {
  const exposed = exposedRequests(step, figures);
  return exposed === null || exposed === 0
    ? null
    : `; about ${formatCount(exposed)} requests on the candidate until it is known`;
}
