import { useQuery } from '@tanstack/react-query';
import { referencesQuery } from '../api/references.ts';
import { formatRange } from '../format/time.ts';
import { useZone } from '../state/preferences.ts';
import { Select } from '../ui/select.tsx';
import { compareCycle, compareLabels } from '../url/compare.ts';
import { useView } from '../url/use-view.ts';

/** What the charts and figures of a stage are held against: an earlier window, or a reference. */
export function CompareControl({ pipeline, stage }: { pipeline: string; stage: string }) {
  const { view, setView } = useView();
  const zone = useZone();
  const { data: references = [] } = useQuery(referencesQuery(pipeline, stage));
  const options = [
    ...compareCycle.map((value): Option => ({ value, label: compareLabels[value] })),
    ...references.map(({ id, name, version, from, to }) => ({
      value: `ref:${id}`,
      label: `${name} v${version}, ${formatRange(Date.parse(from), Date.parse(to), zone, Date.parse(to))}`,
    })),
  ];
  const isListed = options.some(({ value }) => value === view.cmp);
  return (
    <Select
      label="vs"
      options={isListed ? options : [...options, { value: view.cmp, label: nameOfOther(view.cmp) }]}
      value={view.cmp}
      onChange={(cmp) => setView({ cmp })}
    />
  );
}

type Option = { value: string; label: string };

function nameOfOther(cmp: string): string {
  return cmp.startsWith('ref:') ? `reference ${cmp.slice(4)}` : cmp.replace('~', ' to ');
}
