import { useQuery } from '@tanstack/react-query';
import type { DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import { overviewQuery } from '../../api/pipelines.ts';
import { referencesQuery } from '../../api/references.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { formatInstant, formatRange } from '../../format/time.ts';
import { SaveReference } from '../../shell/save-reference.tsx';
import { AddSegment } from '../../shell/add-segment.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { Select } from '../../ui/select.tsx';
import { useView } from '../../url/use-view.ts';
import { budgetPeriods } from '../../url/view.ts';
import { defaultView, harmOrder } from '../../url/view.ts';
import styles from './drift-toolbar.module.css';
import { promiseText, recordText } from '../../health/promise-text.ts';
import { defaultMethod, methodOf, methods, methodTexts } from '../../health/drift-methods.ts';

const ALL = 'all';

/** Which test, against which reference, of which version, among which metrics; all of it is in the URL. */
export function DriftToolbar({
  pipeline,
  stage,
  range,
  map,
}: {
  pipeline: string;
  stage: string;
  range: TimeRange;
  map: DriftMap;
}) {
  const { view, setView } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const method = methodOf(view.test);
  const versions = useVersions(pipeline, stage, range, view.ver);
  const used = map.counts.reference;
  const record = recordText(map);
  return (
    <div className={styles.toolbar} role="group" aria-label="What is compared">
      <Select
        label="Test"
        value={method}
        options={methods.map((value) => ({ value, label: methodTexts[value].name }))}
        onChange={(test) => setView({ test: test === defaultMethod ? undefined : test })}
      />
      <Select
        label="False alarms"
        value={view.budget}
        options={budgetPeriods.map((value) => ({ value, label: `at most one a ${value}` }))}
        onChange={(budget) => setView({ budget })}
      />
      <Select
        label="Reference"
        value={used.id}
        options={useReferences(pipeline, stage, used).map((reference) => ({
          value: reference.id,
          label: optionText(reference, zone, nowMs),
        }))}
        onChange={(ref) => setView({ ref })}
      />
      <SaveReference pipeline={pipeline} stage={stage} range={range} />
      {versions.length > 1 && (
        <Select
          label="Version"
          value={view.ver === undefined ? ALL : `v ${view.ver}`}
          options={[
            { value: ALL, label: 'all' },
            ...versions.map((version) => ({ value: `v ${version}`, label: version })),
          ]}
          onChange={(value) => setView({ ver: value === ALL ? undefined : value.slice(2) })}
        />
      )}
      <Select
        label="Rank by"
        value={view.sort === harmOrder ? harmOrder : 'score'}
        options={[
          { value: 'score', label: 'score' },
          { value: harmOrder, label: 'expected harm' },
        ]}
        onChange={(sort) => setView({ sort: sort === harmOrder ? harmOrder : defaultView.sort })}
      />
      <AddSegment pipeline={pipeline} stage={stage} />
      <label className={styles.search}>
        <span className={styles.searchLabel}>Find</span>
        <input
          type="search"
          value={view.q}
          placeholder={`among ${map.counts.metrics.length} metrics`}
          maxLength={200}
          onChange={(event) => setView({ q: event.target.value }, { replace: true })}
        />
      </label>
      <label className={styles.search}>
        <input
          type="checkbox"
          checked={view.state === 'fired'}
          onChange={({ target }) => setView({ state: target.checked ? 'fired' : undefined })}
        />
        Fired only
      </label>
      <p className={styles.asOf}>
        as of {formatInstant(Date.parse(map.counts.asOf), zone, nowMs)}
        {used.provisional && '; the log is young, so its reference is still taken anew with each look'}
      </p>
      <p className={styles.promise}>
        {promiseText(map)} <strong>{record.basis}</strong>: {record.text}
      </p>
    </div>
  );
}

/** All references of the stage, and the one in use, which a young log has without keeping it. */
function useReferences(pipeline: string, stage: string, used: DriftMap['counts']['reference']) {
  const { data: references = [] } = useQuery(referencesQuery(pipeline, stage));
  return references.some(({ id }) => id === used.id) ? references : [used, ...references];
}

function useVersions(
  pipeline: string,
  stage: string,
  range: TimeRange,
  chosen: string | undefined,
): string[] {
  const { data: overview } = useQuery(overviewQuery(pipeline, range));
  const headline = overview?.stages.find((candidate) => candidate.stage === stage);
  const live = headline?.versions.filter(({ role }) => role === 'live').map(({ version }) => version) ?? [];
  return chosen === undefined || live.includes(chosen) ? live : [...live, chosen];
}

function optionText(
  { name, version, from, to }: DriftMap['counts']['reference'],
  zone: string,
  nowMs: number,
): string {
  const title = version > 1 ? `${name} v${version}` : name;
  return `${title}, ${formatRange(Date.parse(from), Date.parse(to), zone, nowMs)}`;
}
