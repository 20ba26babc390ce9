import { useMutation, useQueryClient } from '@tanstack/react-query';
import { deleteNoteMutation } from '../api/notes.ts';
import { useObstacle } from '../api/obstacle.ts';
import { showToast } from '../ui/toasts.ts';
import { reasonOf } from './boundary.tsx';

/** Takes back a note; the server lets people take back their own. */
export function DeleteNote({ pipeline, id, text }: { pipeline: string; id: string; text: string }) {
  const { mutate, isPending, error } = useMutation(deleteNoteMutation(pipeline, useQueryClient()));
  const obstacle = useObstacle('deleteNote');
  return (
    <>
      <button
        type="button"
        data-kind="plain"
        disabled={isPending || obstacle !== undefined}
        title={obstacle}
        aria-label={`Take back the note ${text}`}
        onClick={() => mutate(id, { onSuccess: () => showToast('Note taken back') })}
      >
        Take back
      </button>
      {error && <span role="alert">It stays: {reasonOf(error)}</span>}
    </>
  );
}
