import type { AutomationSetting } from '#contract/automation.ts';
import type { AutomationDetail } from '#contract/automation-detail.ts';
import type { AutomationReport } from '#workers/tasks/quality-tasks.ts';
import { CurveChart } from '../../charts/curve-chart.tsx';
import { formatCount, formatInterval, formatValue } from '../../format/number.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { useView } from '../../url/use-view.ts';
import { RehearsedDays } from './rehearsed-days.tsx';
import { peoplePerHour, type Rehearsal } from './use-rehearsal.ts';
import styles from './automation.module.css';

type Known = Extract<AutomationReport, { status: 'ok' }>;
const STEP = 0.01;

const unavailable: Record<Exclude<AutomationReport, Known>['reason'], string> = {
  rows: 'This version has not answered in the last 30 days.',
  labels:
    'There are no labels of the last 30 days yet. Set the degree to Assist or Shadow and let people decide, or send labels (POST /api/v1/labels): each one is a point of this curve.',
  scores:
    'The answers have no confidence: send one (confidence), or name the field of the answer where it stands in the settings below.',
  answers:
    'Right and wrong cannot be told apart here: answers and labels must be classes, or labels true and false.',
};

/** Work against errors by threshold, and what the threshold that is looked at would have done. */
export function ThresholdCurve({
  detail,
  setting,
  rehearsal,
}: {
  detail: AutomationDetail;
  setting: AutomationSetting;
  rehearsal: Rehearsal;
}) {
  const { view, setView } = useView();
  const { version, tau, report, error } = rehearsal;
  const setTau = (value: number) => setView({ tau: String(Number(value.toFixed(4))) }, { replace: true });
  if (version === undefined)
    return <p className={styles.meta}>No version of this stage has answered in the last 30 days.</p>;
  return (
    <>
      <div className={styles.tau}>
        {detail.versions.length > 1 && (
          <Select
            label="Version"
            options={detail.versions.map((each) => ({ value: each.version, label: each.version }))}
            value={version}
            onChange={(ver) => setView({ ...view, ver, tau: undefined })}
          />
        )}
        <input
          type="range"
          aria-label="Threshold, slider"
          min={0}
          max={1}
          step={STEP}
          value={tau}
          onChange={({ target }) => setTau(target.valueAsNumber)}
        />
        <NumberField label="Threshold" min={0} max={1} step={STEP} value={tau} onChange={setTau} />
      </div>
      {error && <p role="alert">The labelled rows could not be read: {error.message}</p>}
      {!report && !error && <p className={styles.meta}>Joining rows with their labels …</p>}
      {report?.status === 'unavailable' && <p>{unavailable[report.reason]}</p>}
      {report?.status === 'ok' && <Curve {...{ detail, setting, rehearsal, report, version }} />}
    </>
  );
}

function Curve({
  detail,
  setting,
  rehearsal,
  report,
  version,
}: {
  detail: AutomationDetail;
  setting: AutomationSetting;
  rehearsal: Rehearsal;
  report: Known;
  version: string;
}) {
  const { tau } = rehearsal;
  const { curve, at, basis, labelled, all } = report;
  const partial = rehearsal.settingAt('partial');
  const peopleAt = (share: number) => peoplePerHour(detail, partial, share);
  const people = peopleAt(at.automatedShare);
  const column = (of: (point: Known['curve'][number]) => number) => Float64Array.from(curve, of);
  const x = column(({ threshold }) => threshold);
  const share = column(({ automatedShare }) => automatedShare);
  const error = column((point) => point.error);
  const breaks = [
    at.automated === 0
      ? 'no labelled answer is that sure, so nothing is known of the errors'
      : at.errorUpper > setting.errorLimit &&
        `the errors may be ${formatValue(at.errorUpper, 'share')}, above the limit of ${formatValue(setting.errorLimit, 'share')}`,
    people > setting.peoplePerHour &&
      `people would get ${formatValue(people, 'none')} decisions an hour, above the ${formatValue(setting.peoplePerHour, 'none')} they can take`,
  ].filter((text) => text !== false);
  const feasible = curve.filter(
    ({ errorUpper, automatedShare }) =>
      errorUpper <= setting.errorLimit && peopleAt(automatedShare) <= setting.peoplePerHour,
  );
  const [lowest, highest] = [feasible[0]?.threshold, feasible.at(-1)?.threshold];
  return (
    <>
      <p aria-live="polite">
        At {tau} {version} would act on {formatValue(at.automatedShare, 'share')} of its answers;{' '}
        {formatCount(at.errors)} of {formatCount(at.automated)} labelled ones were wrong (
        {formatValue(at.error, 'share')} {formatInterval(at.errorLower, at.errorUpper, 'share')}, 95 % at all
        thresholds at once); people would get {formatValue(people, 'none')} decisions an hour.
      </p>
      {breaks.length > 0 ? (
        <ul className={styles.breaks} aria-label="Limits that break">
          {breaks.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ) : (
        <p className={styles.meta}>No limit breaks.</p>
      )}
      <p className={styles.meta}>
        {lowest === undefined
          ? 'No threshold keeps both limits.'
          : `Both limits hold from ${formatValue(lowest, 'none')} to ${formatValue(highest, 'none')}.`}{' '}
        From {formatCount(labelled)} labelled answers
        {basis === 'audit'
          ? ' of the random sample'
          : ' (all labels: they must not depend on how sure the model was)'}{' '}
        and {formatCount(all)} of all, 30 days.
      </p>
      <div className={styles.pair}>
        <CurveChart
          title="Share that acts alone, by threshold"
          sentence={`${formatValue(at.automatedShare, 'share')} at ${tau}.`}
          x={{ label: 'threshold', unit: 'none' }}
          y={{ label: 'share that acts', unit: 'share' }}
          curves={[
            { name: 'acts alone', tone: 'current', drawnAs: 'line', x, y: share },
            marker('here', tau, at.automatedShare),
          ]}
          table={[
            { name: 'threshold', unit: 'none', values: x },
            { name: 'acts alone', unit: 'share', values: share },
            {
              name: 'decisions an hour',
              unit: 'none',
              values: column(({ automatedShare }) => peopleAt(automatedShare)),
            },
          ]}
        />
        <CurveChart
          title="Errors among what acts, by threshold"
          sentence={`${formatValue(at.error, 'share')} at ${tau}, n ${formatCount(at.automated)}; the limit is ${formatValue(setting.errorLimit, 'share')}.`}
          x={{ label: 'threshold', unit: 'none' }}
          y={{ label: 'wrong', unit: 'share' }}
          curves={[
            {
              name: 'wrong, with interval',
              tone: 'current',
              drawnAs: 'line',
              x,
              y: error,
              lower: column(({ errorLower }) => errorLower),
              upper: column(({ errorUpper }) => errorUpper),
            },
            {
              name: 'limit',
              tone: 'reference',
              drawnAs: 'line',
              x: Float64Array.of(x[0] ?? 0, x.at(-1) ?? 1),
              y: Float64Array.of(setting.errorLimit, setting.errorLimit),
            },
          ]}
          table={[
            { name: 'threshold', unit: 'none', values: x },
            { name: 'wrong', unit: 'share', values: error },
            { name: 'at least', unit: 'share', values: column(({ errorLower }) => errorLower) },
            { name: 'at most', unit: 'share', values: column(({ errorUpper }) => errorUpper) },
            { name: 'n', unit: 'count', values: column(({ automated }) => automated) },
          ]}
        />
      </div>
      <RehearsedDays days={report.days} tau={tau} />
    </>
  );
}

function marker(name: string, x: number, y: number) {
  return {
    name,
    tone: 'reference' as const,
    drawnAs: 'points' as const,
    x: Float64Array.of(x),
    y: Float64Array.of(y),
  };
}
