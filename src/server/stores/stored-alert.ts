import type { StoredAlert } from '#api/alert-store.ts';
import type { alerts } from './alert-schema.ts';

export function toStoredAlert({ id, revision, subject, state }: typeof alerts.$inferSelect): StoredAlert {
  return { ...subject, id, revision, state };
}
