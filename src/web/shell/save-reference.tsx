import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useObstacle } from '../api/obstacle.ts';
import { createReferenceMutation } from '../api/references.ts';
import { resolveRange, type TimeRange } from '../api/time-range.ts';
import { formatRange } from '../format/time.ts';
import { useNow } from './use-now.ts';
import { useZone } from '../state/preferences.ts';
import { Dialog } from '../ui/dialog.tsx';
import { showToast } from '../ui/toasts.ts';
import { useView } from '../url/use-view.ts';
import styles from './save-reference.module.css';

/** Freezes the range on the screen as a baseline and compares with it from then on. */
export function SaveReference({
  pipeline,
  stage,
  range,
}: {
  pipeline: string;
  stage: string;
  range: TimeRange;
}) {
  const [isOpen, setOpen] = useState(false);
  const obstacle = useObstacle('createReference');
  return (
    <>
      <button type="button" disabled={obstacle !== undefined} title={obstacle} onClick={() => setOpen(true)}>
        Use this range as reference
      </button>
      <Dialog title="Use this range as reference" isOpen={isOpen} onClose={() => setOpen(false)}>
        <ReferenceForm pipeline={pipeline} stage={stage} range={range} onSaved={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function ReferenceForm({
  pipeline,
  stage,
  range,
  onSaved,
}: {
  pipeline: string;
  stage: string;
  range: TimeRange;
  onSaved: () => void;
}) {
  const { setView } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const id = useId();
  const [window] = useState(() => resolveRange(range, Date.now(), 60));
  const [name, setName] = useState('baseline');
  const save = useMutation(createReferenceMutation(pipeline, useQueryClient()));

  function submit(event: FormEvent) {
    event.preventDefault();
    const request = { stage, name: name.trim(), from: window.from, to: window.to };
    save.mutate(request, {
      onSuccess: (reference) => {
        setView({ ref: reference.id });
        showToast(`“${reference.name}” holds ${reference.rows} rows and is the reference now.`);
        onSaved();
      },
    });
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      <p>
        The rows of {stage} from {formatRange(window.fromMs, window.toMs, zone, nowMs)} are frozen with their
        bins. A reference is never changed; the same name again makes its next version.
      </p>
      <label htmlFor={id}>Name</label>
      <input
        id={id}
        required
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
        aria-describedby={save.isError ? `${id}-error` : undefined}
      />
      {save.isError && (
        <p id={`${id}-error`} role="alert" className={styles.error}>
          Not saved: {save.error.message}
        </p>
      )}
      <button type="submit" data-kind="primary" disabled={save.isPending || name.trim() === ''}>
        {save.isPending ? 'Saving …' : 'Save and compare with it'}
      </button>
    </form>
  );
}
