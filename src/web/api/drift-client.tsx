import { createContext, use, useState, type ReactNode } from 'react';
import { createDriftClient, poolSize, type DriftClient } from '#workers/drift-client.ts';
import { openWebLane } from '#workers/web-lane.ts';

const DriftClientContext = createContext<DriftClient | undefined>(undefined);

/** The pool of drift workers that the page shares. Tests bring a `client` of their own. */
export function DriftClientProvider({ client, children }: { client?: DriftClient; children: ReactNode }) {
  const [own] = useState(
    () => client ?? createDriftClient(openWebLane, poolSize(navigator.hardwareConcurrency)),
  );
  return <DriftClientContext value={client ?? own}>{children}</DriftClientContext>;
}

export function useDriftClient(): DriftClient {
  const client = use(DriftClientContext);
  if (!client) throw new Error('no DriftClientProvider around this component');
  return client;
}
