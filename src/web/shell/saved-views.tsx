import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Link } from 'wouter';
import type { SavedView } from '#contract/saved-view.ts';
import { useObstacle } from '../api/obstacle.ts';
import { deleteViewMutation, savedViewsQuery, saveViewMutation } from '../api/saved-views.ts';
import { Dialog } from '../ui/dialog.tsx';
import { LongName } from '../ui/long-name.tsx';
import { showToast } from '../ui/toasts.ts';
import { useAddress } from '../url/use-view.ts';
import { reasonOf } from './boundary.tsx';
import styles from './saved-views.module.css';

/** Keeps the page as it is under a name, and lists what the team has kept. */
export function SavedViews({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Saved views" isOpen={isOpen} onClose={onClose}>
      <SaveForm />
      <ViewList onOpened={onClose} />
    </Dialog>
  );
}

function SaveForm() {
  const { pathname, search } = useAddress();
  const [name, setName] = useState('');
  const id = useId();
  const obstacle = useObstacle('createSavedView');
  const save = useMutation(saveViewMutation(useQueryClient()));

  function submit(event: FormEvent) {
    event.preventDefault();
    const query = search === '' || search.startsWith('?') ? search : `?${search}`;
    save.mutate(
      { name: name.trim(), address: pathname + query },
      {
        onSuccess: () => {
          showToast(`“${name.trim()}” is kept for the team.`);
          setName('');
        },
      },
    );
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      <label htmlFor={id}>Keep this page as</label>
      <input
        id={id}
        required
        maxLength={200}
        value={name}
        placeholder="phones, last week"
        aria-describedby={save.isError ? `${id}-error` : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      <button
        type="submit"
        data-kind="primary"
        disabled={save.isPending || obstacle !== undefined || name.trim() === ''}
      >
        {save.isPending ? 'Saving …' : 'Save view'}
      </button>
      {obstacle !== undefined && <p>{obstacle}</p>}
      {save.isError && (
        <p id={`${id}-error`} role="alert" className={styles.error}>
          Not saved: {save.error.message}
        </p>
      )}
    </form>
  );
}

function ViewList({ onOpened }: { onOpened: () => void }) {
  const { data: views, error } = useQuery(savedViewsQuery());
  if (error && !views) return <p role="alert">They could not be listed: {reasonOf(error)}</p>;
  if (!views) return <p>Looking them up …</p>;
  if (views.length === 0) {
    return <p>None is kept yet. A saved view keeps page, range, filters and selection, and stays live.</p>;
  }
  return (
    <ul className={styles.list} aria-label="Saved views">
      {views.map((view) => (
        <ViewItem key={view.id} view={view} onOpened={onOpened} />
      ))}
    </ul>
  );
}

function ViewItem({ view, onOpened }: { view: SavedView; onOpened: () => void }) {
  const client = useQueryClient();
  const remove = useMutation(deleteViewMutation(client));
  const restore = useMutation(saveViewMutation(client));
  const obstacle = useObstacle('deleteSavedView');
  const { id, name, address } = view;
  return (
    <li className={styles.item}>
      <Link href={address} onClick={onOpened}>
        <LongName name={name} most={48} />
      </Link>
      <button
        type="button"
        aria-label={`Delete ${name}`}
        disabled={remove.isPending || obstacle !== undefined}
        title={obstacle}
        onClick={() =>
          remove.mutate(id, {
            onSuccess: () => showToast(`“${name}” is deleted`, () => restore.mutate({ name, address })),
          })
        }
      >
        Delete
      </button>
      {remove.isError && <span role="alert">Not deleted: {remove.error.message}</span>}
    </li>
  );
}
