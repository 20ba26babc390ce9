import { http } from 'msw';
import type { SessionCarrier } from '#api/access/session-carrier.ts';
import { createApp } from '#api/app.ts';
import type { Ports } from '#api/ports.ts';

/** The whole API behind one handler: what answers is the server's own app. */
export function createHandlers(ports: Ports) {
  const app = createApp(ports, { onFault: (fault) => reportError(fault) });
  const carrier = createMemoryCarrier();
  return [http.all('*/api/v1/*', ({ request }) => app.fetch(request, { carrier }))];
}

/** A page cannot set a cookie that it cannot read, so the session lives in a variable. */
function createMemoryCarrier(): SessionCarrier {
  let token: string | undefined;
  return {
    isAmbient: false,
    read: () => token,
    keep: (kept) => void (token = kept),
    forget: () => void (token = undefined),
  };
}
