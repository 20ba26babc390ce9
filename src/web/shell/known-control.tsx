import { useState, type SubmitEvent } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { parseBound, type TimeRange } from '../api/time-range.ts';
import { formatInstant } from '../format/time.ts';
import { usePreferences, useZone } from '../state/preferences.ts';
import { useView } from '../url/use-view.ts';
import { formatBound } from '../url/view.ts';
import styles from './known-control.module.css';
import { fromFieldText, toFieldText } from './time-range-moves.ts';
import { useNow } from './use-now.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The second clock: the past as it was known at a moment, without what came in later. */
export function KnownControl({ range }: { range: TimeRange }) {
  const { view, setView } = useView();
  const [isOpen, setOpen] = useState(false);
  const zone = useZone();
  const nowMs = useNow(60_000);
  const choose = (knownMs: number | undefined) => {
    setView({ known: knownMs === undefined ? undefined : formatBound(knownMs) });
    setOpen(false);
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className={styles.chosen ?? ''}>
        {view.known === undefined
          ? 'As known now'
          : `As known ${formatInstant(Date.parse(view.known), zone, nowMs)}`}
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom start">
        <Dialog className={styles.dialog ?? ''} aria-label="Choose a moment of knowledge">
          <Moments range={range} known={view.known} onChoose={choose} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Moments({
  range,
  known,
  onChoose,
}: {
  range: TimeRange;
  known: string | undefined;
  onChoose: (knownMs: number | undefined) => void;
}) {
  const isUtc = usePreferences(({ zone }) => zone) === 'UTC';
  const [nowMs] = useState(() => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  const [text, setText] = useState(() =>
    toFieldText(known === undefined ? nowMs - 24 * HOUR_MS : Date.parse(known), isUtc),
  );
  const chosenMs = fromFieldText(text, isUtc);
  const isGood = chosenMs <= nowMs;
  const endMs = parseBound(range.to, nowMs) ?? nowMs;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isGood) onChoose(chosenMs);
  };
  return (
    <form onSubmit={submit} className={styles.fields}>
      <p className={styles.about}>
        Rows and labels come late. This shows the range as it looked at a moment, without what came in later.
      </p>
      <div className={styles.presets}>
        <button
          type="button"
          data-kind="plain"
          aria-pressed={known === undefined}
          onClick={() => onChoose(undefined)}
        >
          As known now
        </button>
        {endMs < nowMs && (
          <button type="button" data-kind="plain" onClick={() => onChoose(endMs)}>
            At the end of the range
          </button>
        )}
        <button type="button" data-kind="plain" onClick={() => onChoose(nowMs - 24 * HOUR_MS)}>
          A day ago
        </button>
        <button type="button" data-kind="plain" onClick={() => onChoose(nowMs - 7 * 24 * HOUR_MS)}>
          A week ago
        </button>
      </div>
      <label>
        Known at ({isUtc ? 'UTC' : 'local time'})
        <input type="datetime-local" value={text} onChange={({ target }) => setText(target.value)} />
      </label>
      <p role="status" className={styles.fault}>
        {isGood ? '' : 'Choose a moment in the past.'}
      </p>
      <button type="submit" data-kind="primary" disabled={!isGood}>
        Show as it was known
      </button>
    </form>
  );
}
