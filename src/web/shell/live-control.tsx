import { useQueryClient } from '@tanstack/react-query';
import { useDataAge, type DataAge } from '../api/data-age.ts';
import { formatAge } from '../format/time.ts';
import { Glyph } from '../ui/glyph.tsx';
import { useView } from '../url/use-view.ts';
import styles from './live-control.module.css';
import type { RangeActions } from './use-range-actions.ts';

/** Live or standing still, how old what is shown is, and a way to ask at once. */
export function LiveControl({ actions }: { actions: RangeActions }) {
  const queryClient = useQueryClient();
  const { view } = useView();
  const age = useDataAge();
  const isLate = actions.isLive && (age.condition === 'late' || age.condition === 'stale');
  return (
    <div className={styles.control}>
      <span className={styles.age} data-late={isLate || undefined}>
        {isLate && <Glyph name="late" label="" />}
        {actions.isLive ? describeAge(age) : view.live ? 'Fixed range' : 'Paused'}
      </span>
      <button type="button" onClick={actions.toggleLive}>
        {actions.isLive ? 'Pause' : 'Go live'}
      </button>
      <button type="button" onClick={() => void queryClient.refetchQueries({ type: 'active' })}>
        Refresh
      </button>
    </div>
  );
}

function describeAge(age: DataAge): string {
  switch (age.condition) {
    case 'fixed':
    case 'loading':
      return 'Live';
    case 'live':
      return `Live, ${formatAge(age.ageMs)} old`;
    case 'late':
      return `Late, ${formatAge(age.ageMs)} old`;
    case 'stale':
      return `Stale, ${formatAge(age.ageMs)} old`;
  }
}
