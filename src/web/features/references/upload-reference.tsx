import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useObstacle } from '../../api/obstacle.ts';
import { uploadReferenceMutation } from '../../api/references.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './references-page.module.css';

/** Freezes the rows of a file, such as a sample of the training set, as a baseline. */
export function UploadReference({ pipeline, stage }: { pipeline: string; stage: string }) {
  const [isOpen, setOpen] = useState(false);
  const obstacle = useObstacle('uploadReference');
  return (
    <>
      <button type="button" disabled={obstacle !== undefined} title={obstacle} onClick={() => setOpen(true)}>
        Upload rows as reference
      </button>
      <Dialog title="Upload rows as reference" isOpen={isOpen} onClose={() => setOpen(false)}>
        <UploadForm pipeline={pipeline} stage={stage} onSaved={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function UploadForm({ pipeline, stage, onSaved }: { pipeline: string; stage: string; onSaved: () => void }) {
  const id = useId();
  const [name, setName] = useState('training set');
  const [modelVersion, setModelVersion] = useState('');
  const [file, setFile] = useState<File>();
  const upload = useMutation(uploadReferenceMutation(pipeline, useQueryClient()));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!file) return;
    const trained = modelVersion.trim();
    upload.mutate(
      { stage, name: name.trim(), file, ...(trained !== '' && { modelVersion: trained }) },
      {
        onSuccess: (reference) => {
          showToast(`“${reference.name}” holds ${reference.rows} rows.`);
          onSaved();
        },
      },
    );
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      <p>
        A JSON array or JSON lines, a row each:{' '}
        <code>{'{"features": {"age": 41}, "prediction": "yes", "confidence": 0.9}'}</code>. At most 50 000
        rows; a sample of a larger set is enough.
      </p>
      <label htmlFor={`${id}-file`}>File</label>
      <input
        id={`${id}-file`}
        type="file"
        accept=".json,.ndjson,.jsonl"
        aria-describedby={upload.isError ? `${id}-error` : undefined}
        onChange={(event) => setFile(event.target.files?.[0])}
      />
      <label htmlFor={`${id}-name`}>Name</label>
      <input
        id={`${id}-name`}
        required
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <label htmlFor={`${id}-version`}>Version trained on it, if any</label>
      <input
        id={`${id}-version`}
        maxLength={200}
        value={modelVersion}
        onChange={(event) => setModelVersion(event.target.value)}
      />
      {upload.isError && (
        <p id={`${id}-error`} role="alert" className={styles.error}>
          Not saved: {upload.error.message}
        </p>
      )}
      <button type="submit" data-kind="primary" disabled={upload.isPending || !file || name.trim() === ''}>
        {upload.isPending ? 'Uploading …' : 'Upload as reference'}
      </button>
    </form>
  );
}
