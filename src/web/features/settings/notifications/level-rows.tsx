import type { Channel } from '#contract/notification-channel.ts';
import type { EscalationLevel } from '#contract/notification-route.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import styles from './notifications.module.css';

const MOST_LEVELS = 6;
const STEP_MINUTES = 15;

/** Who is told at once, and who after so many minutes in which nobody took the alert. */
export function LevelRows({
  levels,
  channels,
  onChange,
}: {
  levels: readonly EscalationLevel[];
  channels: readonly Channel[];
  onChange: (levels: EscalationLevel[]) => void;
}) {
  const replace = (at: number, patch: Partial<EscalationLevel>) =>
    onChange(levels.map((level, index) => (index === at ? { ...level, ...patch } : level)));
  const last = levels.at(-1)?.afterMinutes ?? 0;
  return (
    <>
      {levels.map(({ afterMinutes, channels: chosen }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- levels have no other identity, and keep their order
        <fieldset key={index} className={styles.group}>
          <legend>{index === 0 ? 'Told at once' : `Level ${index + 1}`}</legend>
          {index > 0 && (
            <span className={styles.row}>
              <NumberField
                label="After"
                suffix="min without anybody"
                value={afterMinutes}
                min={1}
                max={1_440}
                step={1}
                onChange={(minutes) => replace(index, { afterMinutes: Math.round(minutes) })}
              />
              <button
                type="button"
                data-kind="plain"
                aria-label={`Take level ${index + 1} away`}
                onClick={() => onChange(levels.filter((_, at) => at !== index))}
              >
                ×
              </button>
            </span>
          )}
          <span className={styles.choices}>
            {channels.map(({ id, name }) => (
              <label key={id} className={styles.choice}>
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  onChange={({ target }) =>
                    replace(index, {
                      channels: target.checked ? [...chosen, id] : chosen.filter((other) => other !== id),
                    })
                  }
                />
                {name}
              </label>
            ))}
          </span>
          {channels.length === 0 && <p className={styles.hint}>There is no channel yet.</p>}
        </fieldset>
      ))}
      <button
        type="button"
        disabled={levels.length >= MOST_LEVELS}
        onClick={() => onChange([...levels, { afterMinutes: last + STEP_MINUTES, channels: [] }])}
      >
        Add a level
      </button>
    </>
  );
}
