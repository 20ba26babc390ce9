import type { StageHeadline } from '#contract/pipeline.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import { Select } from '../../ui/select.tsx';
import { useView } from '../../url/use-view.ts';
import styles from './version-filter.module.css';

/** The versions that answered in the range, with their shares; one of them can be looked at alone. */
export function VersionFilter({ versions }: { versions: StageHeadline['versions'] }) {
  const { view, setView } = useView();
  const live = versions.filter(({ role }) => role === 'live');
  const shadow = versions.filter(({ role }) => role === 'shadow');
  const isUnknown = view.ver !== undefined && live.every(({ version }) => version !== view.ver);
  if (live.length === 0 && !isUnknown) return null;

  const choice = (version: string | undefined, label: string, hint?: string) => (
    <button
      key={label}
      type="button"
      aria-pressed={view.ver === version}
      title={hint}
      onClick={() => setView({ ver: version, versus: version === view.versus ? undefined : view.versus })}
    >
      {label}
    </button>
  );
  return (
    <div className={styles.filter}>
      <div role="group" aria-label="Version" className={styles.choices}>
        {choice(undefined, 'All versions')}
        {live.map(({ version, share, rows }) =>
          choice(
            version,
            `${version} ${formatValue(share, 'share')}`,
            `${formatCount(rows)} rows in this range`,
          ),
        )}
        {isUnknown && choice(view.ver, `${view.ver} (no rows in this range)`)}
      </div>
      {view.ver !== undefined && (
        <Select
          label="held against"
          options={[
            { value: '', label: 'no version' },
            ...[...new Set([...versions.map(({ version }) => version), view.versus ?? ''])]
              .filter((version) => version !== '' && version !== view.ver)
              .map((version) => ({ value: version, label: version })),
          ]}
          value={view.versus ?? ''}
          onChange={(version) => setView({ versus: version || undefined })}
        />
      )}
      {shadow.length > 0 && (
        <p className={styles.shadow}>
          in shadow:{' '}
          {shadow.map(({ version, share }) => `${version} ${formatValue(share, 'share')}`).join(', ')}
        </p>
      )}
    </div>
  );
}
