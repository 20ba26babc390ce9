import { createContext, use, useState, type ReactNode } from 'react';
import type { FileDesk } from './file-desk.ts';

/** Where the desk stands that all pages share; it is set up with the first file (`use-file-desk.ts`). */
export type FileDeskPlace = { desk: FileDesk | undefined };

const FileDeskContext = createContext<FileDeskPlace | undefined>(undefined);

/** Tests bring a `desk` of their own. */
export function FileDeskProvider({ desk, children }: { desk?: FileDesk; children: ReactNode }) {
  const [place] = useState<FileDeskPlace>({ desk });
  return <FileDeskContext value={place}>{children}</FileDeskContext>;
}

export function useFileDeskPlace(): FileDeskPlace {
  const place = use(FileDeskContext);
  if (!place) throw new Error('no FileDeskProvider around this component');
  return place;
}
