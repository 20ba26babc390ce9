import { useState, type ReactNode, type RefObject, type SubmitEvent } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { resolveRange, type TimeRange } from '../api/time-range.ts';
import { usePreferences } from '../state/preferences.ts';
import { formatBound } from '../url/view.ts';
import styles from './range-control.module.css';
import { presets } from './time-range-moves.ts';
import { fromFieldText, toFieldText } from './typed-range.ts';

/** The ranges to choose from; a file of its own, because the code behind its overlay is loaded when it is first opened. */
export function RangePopover({
  range,
  triggerRef,
  onChoose,
  onZoom,
  onOpenChange,
  compare,
}: {
  range: TimeRange;
  triggerRef: RefObject<HTMLElement | null>;
  onChoose: (range: TimeRange) => void;
  onZoom: (factor: number) => void;
  onOpenChange: (isOpen: boolean) => void;
  compare: ReactNode;
}) {
  return (
    <Popover
      className={styles.popover}
      placement="bottom start"
      triggerRef={triggerRef}
      isOpen
      onOpenChange={onOpenChange}
    >
      <Dialog className={styles.dialog} aria-label="Choose a time range">
        <div className={styles.presets}>
          {presets.map(({ label, from }) => (
            <button
              key={from}
              type="button"
              data-kind="plain"
              aria-pressed={range.from === from && range.to === 'now'}
              onClick={() => onChoose({ from, to: 'now' })}
            >
              {label}
            </button>
          ))}
        </div>
        <div className={styles.custom}>
          <CustomRange range={range} onChoose={onChoose} />
          {compare && <div className={styles.compare}>{compare}</div>}
          <div className={styles.zoom}>
            <button type="button" onClick={() => onZoom(2)}>
              Zoom out
            </button>
            <button type="button" onClick={() => onZoom(0.5)}>
              Zoom in
            </button>
          </div>
        </div>
      </Dialog>
    </Popover>
  );
}

function CustomRange({ range, onChoose }: { range: TimeRange; onChoose: (range: TimeRange) => void }) {
  const isUtc = usePreferences(({ zone }) => zone) === 'UTC';
  const [fields, setFields] = useState(() => {
    const { fromMs, toMs } = resolveRange(range, Date.now(), 60);
    return { from: toFieldText(fromMs, isUtc), to: toFieldText(toMs, isUtc) };
  });
  const fromMs = fromFieldText(fields.from, isUtc);
  const toMs = fromFieldText(fields.to, isUtc);
  const isGood = fromMs < toMs;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isGood) onChoose({ from: formatBound(fromMs), to: formatBound(toMs) });
  };
  return (
    <form onSubmit={submit} className={styles.fields}>
      <label>
        From ({isUtc ? 'UTC' : 'local time'})
        <input
          type="datetime-local"
          value={fields.from}
          onChange={({ target }) => setFields({ ...fields, from: target.value })}
        />
      </label>
      <label>
        To
        <input
          type="datetime-local"
          value={fields.to}
          onChange={({ target }) => setFields({ ...fields, to: target.value })}
        />
      </label>
      <p role="status" className={styles.fault}>
        {isGood ? '' : 'The start must come before the end.'}
      </p>
      <button type="submit" data-kind="primary" disabled={!isGood}>
        Show this range
      </button>
    </form>
  );
}
