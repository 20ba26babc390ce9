import { z } from 'zod';
import { Note, NoteRequest } from '../note.ts';
import { json, refusals } from './answers.ts';
import { pipelineParam } from './parameters.ts';
import { route } from './route.ts';

export const noteRoutes = {
  createNote: route({
    method: 'post',
    path: '/api/v1/pipelines/{pipeline}/notes',
    tags: ['events'],
    summary: 'write a note at an instant or span',
    request: {
      params: pipelineParam,
      body: { required: true, content: { 'application/json': { schema: NoteRequest } } },
    },
    responses: { 200: json(Note, 'the note'), ...refusals },
  }),
  deleteNote: route({
    method: 'delete',
    path: '/api/v1/pipelines/{pipeline}/notes/{id}',
    tags: ['events'],
    summary: 'take back a note of one’s own',
    request: { params: pipelineParam.extend({ id: z.string().max(100) }) },
    responses: { 200: json(Note, 'the note that was taken back'), ...refusals },
  }),
};
