import { createContext, use, useState, useSyncExternalStore, type ReactNode } from 'react';
import { createFileClient } from '#workers/file/file-client.ts';
import { openWebFileLane } from '#workers/file/web-file-lane.ts';
import { createFileDesk, type DeskState, type FileDesk } from './file-desk.ts';

const FileDeskContext = createContext<FileDesk | undefined>(undefined);

/** The desk that all pages share; its worker starts with the first file. Tests bring a `desk` of their own. */
export function FileDeskProvider({ desk, children }: { desk?: FileDesk; children: ReactNode }) {
  const [own] = useState(() => desk ?? createFileDesk(createFileClient(openWebFileLane)));
  return <FileDeskContext value={desk ?? own}>{children}</FileDeskContext>;
}

export function useFileDesk(): FileDesk {
  const desk = use(FileDeskContext);
  if (!desk) throw new Error('no FileDeskProvider around this component');
  return desk;
}

export function useDeskState(): DeskState {
  const desk = useFileDesk();
  return useSyncExternalStore(desk.subscribe, desk.state);
}
