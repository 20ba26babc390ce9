import { useState, type RefObject, type SubmitEvent } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { parseBound, type TimeRange } from '../api/time-range.ts';
import { usePreferences } from '../state/preferences.ts';
import styles from './known-control.module.css';
import { fromFieldText, toFieldText } from './typed-range.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export interface KnownPopoverProps {
  range: TimeRange;
  known: string | undefined;
  triggerRef: RefObject<HTMLElement | null>;
  onChoose: (knownMs: number | undefined) => void;
  onOpenChange: (isOpen: boolean) => void;
}

/** The moments to choose from; a file of its own, because the code behind its overlay is loaded when it is first opened. */
export function KnownPopover({ triggerRef, onOpenChange, ...props }: KnownPopoverProps) {
  return (
    <Popover
      className={styles.popover}
      placement="bottom start"
      triggerRef={triggerRef}
      isOpen
      onOpenChange={onOpenChange}
    >
      <Dialog className={styles.dialog} aria-label="Choose a moment of knowledge">
        <Moments {...props} />
      </Dialog>
    </Popover>
  );
}

function Moments({ range, known, onChoose }: Pick<KnownPopoverProps, 'range' | 'known' | 'onChoose'>) {
  const isUtc = usePreferences(({ zone }) => zone) === 'UTC';
  const [nowMs] = useState(() => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  const [text, setText] = useState(() =>
    toFieldText(known === undefined ? nowMs - DAY_MS : Date.parse(known), isUtc),
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
        <button type="button" data-kind="plain" onClick={() => onChoose(nowMs - DAY_MS)}>
          A day ago
        </button>
        <button type="button" data-kind="plain" onClick={() => onChoose(nowMs - 7 * DAY_MS)}>
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
