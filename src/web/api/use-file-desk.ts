import { useSyncExternalStore } from 'react';
import { createFileClient } from '#workers/file/file-client.ts';
import { openWebFileLane } from '#workers/file/web-file-lane.ts';
import { createFileDesk, type DeskState, type FileDesk } from './file-desk.ts';
import { type FileDeskPlace, useFileDeskPlace } from './file-desk-provider.tsx';

export function useFileDesk(): FileDesk {
  return deskAt(useFileDeskPlace());
}

export function useDeskState(): DeskState {
  const desk = useFileDesk();
  return useSyncExternalStore(desk.subscribe, desk.state);
}

/** The desk, set up where there is none; its worker starts with the first file. */
export function deskAt(place: FileDeskPlace): FileDesk {
  place.desk ??= createFileDesk(createFileClient(openWebFileLane));
  return place.desk;
}
