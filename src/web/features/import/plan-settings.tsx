import type { Guess, Plan, TableSide } from '#workers/file/protocol.ts';
import { useDeskState, useFileDesk } from '../../api/use-file-desk.ts';
import { Select } from '../../ui/select.tsx';
import styles from './plan-settings.module.css';
import { SplitSettings } from './split-settings.tsx';

const sideLabels: Record<TableSide, string> = {
  reference: 'the reference',
  current: 'the current rows',
  both: 'both, to be cut in two',
  targets: 'labels of the others',
};

/** How the files belong together, which zone their times are in, and which label is the positive one. */
export function PlanSettings({ plan, columns }: { plan: Plan; columns: Guess['columns'] }) {
  const desk = useFileDesk();
  const { files, corrections } = useDeskState();
  const nameOf = (id: string) => files.find((file) => file.id === id)?.file.name ?? id;
  const ofRole = (role: string) => {
    const name = plan.columns.find((column) => column.role === role)?.name;
    return columns.find((column) => column.name === name);
  };
  const time = ofRole('time');
  const labels = [...(ofRole('label')?.categories ?? [])];
  return (
    <div className={styles.settings}>
      {plan.tables.map(({ id, side }) => (
        <Select
          key={id}
          label={`Part of ${nameOf(id)}`}
          value={side}
          options={(Object.keys(sideLabels) as TableSide[]).map((value) => ({
            value,
            label: sideLabels[value],
          }))}
          onChange={(chosen) => desk.correct({ sides: { ...corrections.sides, [id]: chosen } })}
        />
      ))}
      {plan.tables.some(({ side }) => side === 'both') && <SplitSettings plan={plan} columns={columns} />}
      {plan.tables.some(({ side }) => side === 'targets') && (
        <Select
          label="Labels find their rows by"
          value={plan.join}
          options={[
            { value: 'id', label: 'request id' },
            { value: 'rows', label: 'order of the rows' },
          ]}
          onChange={(join) => desk.correct({ join })}
        />
      )}
      {time?.time.needsZone && (
        <Select
          label="Times are in the zone"
          value={plan.zone}
          options={zones(plan.zone).map((value) => ({ value, label: value }))}
          onChange={(zone) => desk.correct({ zone })}
        />
      )}
      {time?.time.isAmbiguous && (
        <Select
          label="Dates begin with"
          value={plan.order ?? 'monthFirst'}
          options={[
            { value: 'monthFirst', label: 'the month' },
            { value: 'dayFirst', label: 'the day' },
          ]}
          onChange={(order) => desk.correct({ order })}
        />
      )}
      {labels.length === 2 && (
        <Select
          label="Positive label"
          value={plan.positive ?? labels[1] ?? ''}
          options={labels.map((value) => ({ value, label: value }))}
          onChange={(positive) => desk.correct({ positive })}
        />
      )}
    </div>
  );
}

function zones(chosen: string): string[] {
  return [...new Set(['UTC', chosen, ...Intl.supportedValuesOf('timeZone')])];
}
