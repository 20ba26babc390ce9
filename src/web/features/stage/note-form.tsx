import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { createNoteMutation } from '../../api/notes.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { fromFieldText, toFieldText } from '../../shell/typed-range.ts';
import { usePreferences } from '../../state/preferences.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './note-form.module.css';

const MINUTE_MS = 60_000;

/** A note at the pinned instant, or on any span. */
export function NoteForm({
  pipeline,
  stage,
  atMs,
  onClose,
}: {
  pipeline: string;
  stage: string;
  atMs: number;
  onClose: () => void;
}) {
  const isUtc = usePreferences(({ zone }) => zone) === 'UTC';
  const create = useMutation(createNoteMutation(pipeline, useQueryClient()));
  const [fields, setFields] = useState({ text: '', from: toFieldText(atMs, isUtc), to: '' });
  const fromMs = fromFieldText(fields.from, isUtc);
  const toMs = fields.to === '' ? undefined : fromFieldText(fields.to, isUtc);
  const obstacle = useObstacle('createNote');
  const fault = obstacle ?? faultOf(fields.text, fromMs, toMs);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (fault !== undefined) return;
    // The field knows minutes only: the pinned instant itself is meant while it is left alone.
    const from = fields.from === toFieldText(atMs, isUtc) ? atMs : fromMs;
    create.mutate(
      {
        stage,
        from: new Date(from).toISOString(),
        ...(toMs !== undefined && { to: new Date(Math.max(toMs, from + MINUTE_MS)).toISOString() }),
        text: fields.text.trim(),
      },
      {
        onSuccess() {
          showToast('Note written');
          onClose();
        },
      },
    );
  };
  const zone = isUtc ? 'UTC' : 'local time';
  return (
    <Dialog title="Write a note" isOpen onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <label>
          Note
          <textarea
            rows={3}
            maxLength={2_000}
            value={fields.text}
            onChange={({ target }) => setFields({ ...fields, text: target.value })}
          />
        </label>
        <label>
          At, or from ({zone})
          <input
            type="datetime-local"
            value={fields.from}
            onChange={({ target }) => setFields({ ...fields, from: target.value })}
          />
        </label>
        <label>
          To, for a span
          <input
            type="datetime-local"
            value={fields.to}
            onChange={({ target }) => setFields({ ...fields, to: target.value })}
          />
        </label>
        {create.error && <p role="alert">The note was not written: {reasonOf(create.error)}</p>}
        <button type="submit" data-kind="primary" disabled={fault !== undefined || create.isPending}>
          {create.isPending ? 'Writing …' : 'Write the note'}
        </button>
        <p className={styles.fault}>{fault}</p>
      </form>
    </Dialog>
  );
}

function faultOf(text: string, fromMs: number, toMs: number | undefined): string | undefined {
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return 'It needs a time.';
  if (toMs !== undefined && toMs <= fromMs) return 'The start must come before the end.';
  return text.trim() === '' ? 'It needs some words.' : undefined;
}
