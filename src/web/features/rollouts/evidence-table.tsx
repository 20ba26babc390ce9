import type { Verdict } from '#contract/rollout-evidence.ts';
import type { Gate } from '#contract/rollout-plan.ts';
import type { Rollout } from '#contract/rollout.ts';
import { formatCount, MISSING } from '../../format/number.ts';
import { formatAgo } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { Glyph } from '../../ui/glyph.tsx';
import styles from './evidence-table.module.css';
import { gateNames, gateValue, isRatio, marginText, verdictText } from './rollout-text.ts';

/** What has been proven of each gate of the step, the worst first, with how many rows it rests on. */
export function EvidenceTable({ rollout }: { rollout: Rollout }) {
  const nowMs = useNow();
  const { evidence, plan } = rollout;
  const gates = plan.steps[Math.max(0, rollout.step)]?.gates ?? [];
  if (gates.length === 0)
    return <p className={styles.none}>This step has no gates: nothing has to be proven.</p>;
  const rows = gates
    .map((gate) => ({ gate, verdict: evidence?.verdicts.find((one) => one.gate === gate.gate) }))
    .sort((a, b) => rankOf(a.verdict) - rankOf(b.verdict));
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <section className={styles.scroller} aria-label="Evidence, table" tabIndex={0}>
        <table aria-label="Gates">
          <thead>
            <tr>
              <th scope="col">gate</th>
              <th scope="col" data-numeric>
                candidate against stable
              </th>
              <th scope="col">interval, always valid</th>
              <th scope="col">must be</th>
              <th scope="col">verdict</th>
              <th scope="col" data-numeric>
                n stable
              </th>
              <th scope="col" data-numeric>
                n candidate
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ gate, verdict }) => (
              <GateRow key={gate.gate} gate={gate} verdict={verdict} />
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.none}>
        {evidence ? `Read ${formatAgo(Date.parse(evidence.asOf), nowMs)}.` : 'Nothing has been read yet.'} The
        tests stay valid however often one looks.
        {evidence?.harmedUpper != null &&
          ` Predictions harmed so far: at most ${formatCount(Math.ceil(evidence.harmedUpper))}.`}
      </p>
    </>
  );
}

function GateRow({ gate, verdict }: { gate: Gate; verdict: Verdict | undefined }) {
  const { interval = null, effect = null } = verdict ?? {};
  return (
    <tr>
      <th scope="row">{gateNames[gate.gate]}</th>
      <td data-numeric>{gateValue(gate.gate, effect)}</td>
      <td>
        {interval ? (
          <>
            <IntervalBar gate={gate} interval={interval} />
            {gateValue(gate.gate, interval.lower)} to {gateValue(gate.gate, interval.upper)}
          </>
        ) : (
          <span title="too little is known for one">{MISSING}</span>
        )}
      </td>
      <td>{marginText(gate)}</td>
      <td className={styles.verdict} data-verdict={verdict?.verdict ?? 'open'}>
        {verdict?.verdict === 'worse' && <Glyph name="critical" />}{' '}
        {verdict ? verdictText(verdict) : 'not read yet'}
      </td>
      <td data-numeric>{verdict ? formatCount(verdict.nStable) : MISSING}</td>
      <td data-numeric>{verdict ? formatCount(verdict.nCandidate) : MISSING}</td>
    </tr>
  );
}

const WIDTH = 120;
const HEIGHT = 16;

/** The interval on a line with "equal" and the margin marked; its numbers stand beside it. */
function IntervalBar({ gate, interval }: { gate: Gate; interval: { lower: number; upper: number } }) {
  const equal = isRatio(gate.gate) ? 1 : 0;
  const scale = isRatio(gate.gate)
    ? (value: number) => Math.log(Math.max(value, 1e-3))
    : (value: number) => value;
  const [low, high] = [
    Math.min(scale(interval.lower), scale(equal)),
    Math.max(scale(interval.upper), scale(gate.margin), scale(equal)),
  ];
  const x = (value: number) => 4 + ((scale(value) - low) / Math.max(1e-9, high - low)) * (WIDTH - 8);
  return (
    <svg className={styles.bar} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <line x1={x(equal)} x2={x(equal)} y1={0} y2={HEIGHT} className={styles.equal} />
      <line x1={x(gate.margin)} x2={x(gate.margin)} y1={0} y2={HEIGHT} className={styles.margin} />
      <line
        x1={x(interval.lower)}
        x2={x(interval.upper)}
        y1={HEIGHT / 2}
        y2={HEIGHT / 2}
        className={styles.interval}
      />
    </svg>
  );
}

function rankOf(verdict: Verdict | undefined): number {
  if (!verdict || verdict.stale !== null) return 1;
  return { worse: 0, open: 2, noWorse: 3, better: 4 }[verdict.verdict];
}
