import type { Guess, Plan, Split } from '#workers/file/protocol.ts';
import { useFileDesk } from '../../api/use-file-desk.ts';
import { formatValue } from '../../format/number.ts';
import { Select } from '../../ui/select.tsx';

const shares = [0.1, 0.25, 0.5, 0.75, 0.9];
const byShare = 'share';

/** Where a file that holds both parts is cut: by time (else by order), or by the values of a column. */
export function SplitSettings({ plan, columns }: { plan: Plan; columns: Guess['columns'] }) {
  const desk = useFileDesk();
  const { split } = plan;
  const hasTime = plan.columns.some(({ role }) => role === 'time');
  const cutters = columns.filter(({ categories }) => categories && categories.size >= 2);
  const values = split.by === 'column' ? valuesOf(columns, split.column) : [];
  const cutBy = (column: string): Split => ({
    by: 'column',
    column,
    reference: valuesOf(columns, column).slice(0, 1),
  });
  return (
    <>
      <Select
        label="Cut by"
        value={split.by === 'share' ? byShare : `column ${split.column}`}
        options={[
          { value: byShare, label: hasTime ? 'time' : 'order of the rows' },
          ...cutters.map(({ name }) => ({ value: `column ${name}`, label: `column ${name}` })),
        ]}
        onChange={(chosen) =>
          desk.correct({
            split: chosen === byShare ? { by: 'share', share: 0.5 } : cutBy(chosen.slice('column '.length)),
          })
        }
      />
      {split.by === 'share' ? (
        <Select
          label="Reference"
          value={String(split.share)}
          options={shares.map((share) => ({
            value: String(share),
            label: `${hasTime ? 'the earliest' : 'the first'} ${formatValue(share, 'share')}`,
          }))}
          onChange={(share) => desk.correct({ split: { by: 'share', share: Number(share) } })}
        />
      ) : (
        <Select
          label="Reference"
          value={split.reference[0] ?? ''}
          options={values.map((value) => ({ value, label: `rows with ${value}` }))}
          onChange={(value) => desk.correct({ split: { ...split, reference: [value] } })}
        />
      )}
    </>
  );
}

function valuesOf(columns: Guess['columns'], name: string): string[] {
  return [...(columns.find((column) => column.name === name)?.categories ?? [])];
}
