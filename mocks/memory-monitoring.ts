import type { Monitoring } from '#api/alert-source-store.ts';

/** A page asks no other server: its sources are out of reach. */
export function memoryMonitoring(): Monitoring {
  const refuse = async () => {
    throw new Error('the demo reaches no other server');
  };
  return {
    readAlerts: refuse,
    listSilences: refuse,
    putSilence: refuse,
    expireSilence: refuse,
    postAlert: refuse,
  };
}
