import type { RequestStep } from '#contract/request.ts';
import { formatDuration } from '../../format/number.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { LongName } from '../../ui/long-name.tsx';
import { spanOf, troubleOf, wholeSpan } from './span.ts';
import styles from './waterfall.module.css';

/** The stages of a request below each other, each bar as long as its work took. */
export function Waterfall({ label, steps }: { label: string; steps: readonly RequestStep[] }) {
  const whole = wholeSpan(steps);
  if (!whole) return null;
  const length = Math.max(1, whole.endMs - whole.startMs);
  return (
    <ol className={styles.waterfall} aria-label={label}>
      {steps.map((step, index) => {
        const { startMs, endMs } = spanOf(step);
        const trouble = troubleOf(step);
        const left = (100 * (startMs - whole.startMs)) / length;
        const width = (100 * (endMs - startMs)) / length;
        return (
          <li key={`${step.stage} ${step.version} ${step.time} ${index}`}>
            <span className={styles.stage}>
              <LongName name={step.stage} most={24} />
            </span>
            <span className={styles.track} aria-hidden="true">
              <span
                className={styles.bar}
                data-trouble={trouble !== undefined || undefined}
                style={{ insetInlineStart: `${left}%`, width: `${width}%` }}
              />
            </span>
            <span className={styles.text}>
              {trouble !== undefined && <Glyph name="warning" label="" />}
              {step.latencyMs === null ? 'latency not recorded' : formatDuration(step.latencyMs)}
              {startMs > whole.startMs && ` from ${formatDuration(startMs - whole.startMs)} on`},{' '}
              {step.version}
              {step.role === 'shadow' && ' (shadow)'}
              {trouble !== undefined && `, ${trouble}`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
