import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { handOverQuery } from '../../api/alerts.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { useZone } from '../../state/preferences.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './hand-over-dialog.module.css';
import { handOverText } from './hand-over-text.ts';
import { useRuleUnits } from './use-rule-units.ts';

const HOUR_MS = 3_600_000;
const shifts = [
  { value: '8', label: 'the last 8 h' },
  { value: '12', label: 'the last 12 h' },
  { value: '24', label: 'the last 24 h' },
  { value: '168', label: 'the last 7 days' },
] as const;

/** The shift as text: to copy, or to print. */
export function HandOverDialog({ onClose }: { onClose: () => void }) {
  const [hours, setHours] = useState<(typeof shifts)[number]['value']>('8');
  const [openedMs] = useState(() => Date.now());
  const [copied, setCopied] = useState('');
  const { data, error } = useQuery(
    handOverQuery({ fromMs: openedMs - Number(hours) * HOUR_MS, toMs: openedMs }),
  );
  const zone = useZone();
  const nameOf = usePersonNames();
  const unitOf = useRuleUnits(data?.open.map(({ alert }) => alert) ?? []);
  const text = data && handOverText(data, { unitOf, nameOf, zone, origin: window.location.origin });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text ?? '');
      setCopied('Copied');
    } catch {
      setCopied('The browser does not allow copying: select the text, and copy it by hand');
    }
  };
  return (
    <Dialog
      title="Hand over the shift"
      isOpen
      onClose={onClose}
      footer={
        <>
          <span role="status">{copied}</span>
          <button type="button" disabled={text === undefined} onClick={() => window.print()}>
            Print
          </button>
          <button type="button" data-kind="primary" disabled={text === undefined} onClick={() => void copy()}>
            Copy the text
          </button>
        </>
      }
    >
      <Select
        label="Shift"
        value={hours}
        options={shifts}
        onChange={(chosen) => {
          setHours(chosen);
          setCopied('');
        }}
      />
      {error && <p role="alert">It could not be put together: {reasonOf(error)}</p>}
      {text === undefined && !error && <p role="status">Putting it together …</p>}
      {text !== undefined && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a text that scrolls must be reachable by keyboard
        <pre className={styles.text} data-print-alone role="region" aria-label="Hand-over" tabIndex={0}>
          {text}
        </pre>
      )}
    </Dialog>
  );
}
