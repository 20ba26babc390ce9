import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { NoteRequest } from '#contract/note.ts';
import { noteRoutes } from '#contract/routes/note-routes.ts';

/** Notes are read as events. */
export function createNoteMutation(pipeline: string, client: QueryClient) {
  return mutationOptions({
    mutationKey: ['notes', pipeline, 'create'],
    mutationFn: (request: NoteRequest) =>
      callApi(noteRoutes.createNote, { params: { pipeline }, body: request }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['events'] }),
  });
}

export function deleteNoteMutation(pipeline: string, client: QueryClient) {
  return mutationOptions({
    mutationKey: ['notes', pipeline, 'delete'],
    mutationFn: (id: string) => callApi(noteRoutes.deleteNote, { params: { pipeline, id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['events'] }),
  });
}
