import { http } from 'msw';
import { createApp } from '#api/app.ts';
import type { Ports } from '#api/ports.ts';

/** The whole API behind one handler: what answers is the server's own app. */
export function createHandlers(ports: Ports) {
  const app = createApp(ports, { onFault: (fault) => reportError(fault) });
  return [http.all('*/api/v1/*', ({ request }) => app.fetch(request))];
}
