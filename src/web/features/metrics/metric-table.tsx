import { useState } from 'react';
import type { Metric } from '#contract/metric.ts';
import type { MetricSetting } from '#contract/metric-settings.ts';
import { metricLabel, metricUnit } from '../../format/metric-label.ts';
import { formatCount, units, type Unit } from '../../format/number.ts';
import { LongName } from '../../ui/long-name.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './metrics-page.module.css';
import { settingOf, type ChangeSettings } from './use-change-settings.ts';

const unitNames: Record<Unit, string> = {
  none: 'none',
  share: 'share, %',
  ms: 'ms',
  s: 's',
  count: 'count',
  perSecond: 'per second',
  bytes: 'bytes',
  decibel: 'dB',
};
const attentions = [
  { value: 'pinned', label: 'pinned' },
  { value: 'usual', label: 'usual' },
  { value: 'muted', label: 'muted' },
] as const;
const directions = [
  { value: 'unknown', label: 'not said' },
  { value: 'higher', label: 'higher' },
  { value: 'lower', label: 'lower' },
  { value: 'both', label: 'both ways' },
] as const;

/** Every metric of the stage with what the team has made of it. A change is saved at once. */
export function MetricTable({
  stage,
  metrics,
  settings,
  change,
  isDisabled,
}: {
  stage: string;
  metrics: readonly Metric[];
  settings: readonly MetricSetting[];
  change: ChangeSettings;
  isDisabled: boolean;
}) {
  const [query, setQuery] = useState('');
  const words = query.toLocaleLowerCase().trim();
  const shown = metrics.filter(({ id }) =>
    `${id} ${settingOf(settings, stage, id).title ?? ''}`.toLocaleLowerCase().includes(words),
  );
  return (
    <section aria-labelledby="all-metrics">
      <h2 id="all-metrics">All metrics</h2>
      <label className={styles.search}>
        <span>Find</span>
        <input
          type="search"
          value={query}
          placeholder={`among ${metrics.length}`}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      {shown.length === 0 && <p>No metric is called like that.</p>}
      <fieldset className={styles.scroller} disabled={isDisabled} aria-label="Settings of metrics">
        <table>
          <caption className="visually-hidden">Metrics of {stage}</caption>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">Attention</th>
              <th scope="col">Name shown</th>
              <th scope="col">Unit</th>
              <th scope="col">Worse when</th>
              <th scope="col" data-numeric>
                Values
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((metric) => (
              <MetricRow
                key={metric.id}
                metric={metric}
                setting={settingOf(settings, stage, metric.id)}
                change={change}
              />
            ))}
          </tbody>
        </table>
      </fieldset>
    </section>
  );
}

function MetricRow({
  metric: { id, kind, rows },
  setting,
  change,
}: {
  metric: Metric;
  setting: MetricSetting;
  change: ChangeSettings;
}) {
  const label = setting.title ?? metricLabel(id);
  const guessed = metricUnit(id);
  return (
    <tr>
      <th scope="row">
        <LongName name={id} />
      </th>
      <td>
        <Select
          label={`Attention to ${id}`}
          isLabelHidden
          value={setting.attention}
          options={attentions}
          onChange={(attention) => change([id], { attention }, `${label} is ${attention} now`)}
        />
      </td>
      <td>
        <TitleField key={setting.title} metric={id} setting={setting} change={change} />
      </td>
      <td>
        {kind === 'numeric' && (
          <Select
            label={`Unit of ${id}`}
            isLabelHidden
            value={setting.unit ?? 'guessed'}
            options={[
              { value: 'guessed', label: `guessed: ${unitNames[guessed]}` },
              ...units.map((unit) => ({ value: unit, label: unitNames[unit] })),
            ]}
            onChange={(unit) =>
              change([id], { unit: unit === 'guessed' ? undefined : unit }, `Unit of ${label} changed`)
            }
          />
        )}
      </td>
      <td>
        <Select
          label={`${id} is worse when`}
          isLabelHidden
          value={setting.worse ?? 'unknown'}
          options={directions}
          onChange={(worse) =>
            change([id], { worse: worse === 'unknown' ? undefined : worse }, `Direction of ${label} changed`)
          }
        />
      </td>
      <td data-numeric>{formatCount(rows)}</td>
    </tr>
  );
}

/** Saved when it is left or with Enter; Esc gives back the name it had. */
function TitleField({
  metric,
  setting,
  change,
}: {
  metric: string;
  setting: MetricSetting;
  change: ChangeSettings;
}) {
  const [text, setText] = useState(setting.title ?? '');
  function save() {
    const title = text.trim() || undefined;
    if (title === setting.title) return;
    change(
      [metric],
      { title },
      title ? `${metric} is called ${title} now` : `${metric} has its own name again`,
    );
  }
  return (
    <input
      aria-label={`Name shown for ${metric}`}
      value={text}
      maxLength={200}
      placeholder={metricLabel(metric)}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setText(setting.title ?? '');
      }}
    />
  );
}
