import { useState, type SubmitEvent } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { resolveRange, type TimeRange } from '../api/time-range.ts';
import { formatInstant, formatRange, formatZone } from '../format/time.ts';
import { usePreferences, useZone } from '../state/preferences.ts';
import { formatBound } from '../url/view.ts';
import styles from './range-control.module.css';
import { fromFieldText, nameOfRange, presets, toFieldText } from './time-range-moves.ts';
import { useNow } from './use-now.ts';
import type { RangeActions } from './use-range-actions.ts';

const DAY_MS = 86_400_000;

/** The range of everything on the page: shift it, zoom it, or choose another. */
export function RangeControl({
  actions,
  isOpen,
  onOpenChange,
}: {
  actions: RangeActions;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const { range } = actions;
  const choose = (chosen: TimeRange) => {
    actions.choose(chosen);
    onOpenChange(false);
  };
  return (
    <div className={styles.control} role="group" aria-label="Time range">
      <button type="button" aria-label="Earlier" title="Earlier ( [ )" onClick={() => actions.shift(-1)}>
        ‹
      </button>
      <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
        <Button className={styles.chosen}>
          <RangeName range={range} />
        </Button>
        <Popover className={styles.popover} placement="bottom start">
          <Dialog className={styles.dialog} aria-label="Choose a time range">
            <div className={styles.presets}>
              {presets.map(({ label, from }) => (
                <button
                  key={from}
                  type="button"
                  data-kind="plain"
                  aria-pressed={range.from === from && range.to === 'now'}
                  onClick={() => choose({ from, to: 'now' })}
                >
                  {label}
                </button>
              ))}
            </div>
            <div className={styles.custom}>
              <CustomRange range={range} onChoose={choose} />
              <div className={styles.zoom}>
                <button type="button" onClick={() => actions.zoom(2)}>
                  Zoom out
                </button>
                <button type="button" onClick={() => actions.zoom(0.5)}>
                  Zoom in
                </button>
              </div>
            </div>
          </Dialog>
        </Popover>
      </DialogTrigger>
      <button
        type="button"
        aria-label="Later"
        title="Later ( ] )"
        disabled={actions.isLive}
        onClick={() => actions.shift(1)}
      >
        ›
      </button>
    </div>
  );
}

function RangeName({ range }: { range: TimeRange }) {
  const zone = useZone();
  const nowMs = useNow();
  const { fromMs, toMs } = resolveRange(range, nowMs, 60);
  const name = nameOfRange(range);
  return (
    <>
      {name && <span>{name}</span>}
      <span className={styles.instants} data-alone={name === undefined || undefined}>
        {toMs - fromMs > DAY_MS && range.to === 'now'
          ? `${formatInstant(fromMs, zone, nowMs)}–now ${formatZone(zone, nowMs)}`
          : formatRange(fromMs, Math.min(toMs, Math.max(nowMs, fromMs + 60_000)), zone, nowMs)}
      </span>
    </>
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
