import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createHandlers } from '#mocks/handlers.ts';
import { createSimulator, type Simulator } from '#mocks/simulator.ts';

const server = setupServer();

/** Starts MSW for the tests of a file; each test says what answers, and a request nobody answers fails it. */
export function startMockServer(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
}

/** The real API over an empty store. */
export function serveEmptyStore(): Simulator {
  const simulator = createSimulator();
  server.use(...createHandlers(simulator.ports));
  return simulator;
}

/** The real API over the simulated pipeline `speech`, its last hours filled in. */
export async function serveSpeech({ hours = 1 }: { hours?: number } = {}): Promise<Simulator> {
  const simulator = serveEmptyStore();
  await simulator.fill(hours);
  return simulator;
}

/** The machine answers no more. */
export function breakServer(): void {
  server.use(http.all('*/api/v1/*', () => HttpResponse.error()));
}

/** The machine is back, with the data it had. */
export function serveAgain(simulator: Simulator): void {
  server.resetHandlers(...createHandlers(simulator.ports));
}

/** One path fails, the others answer as before. */
export function failPath(path: string, status = 500): void {
  const problem = {
    type: '/problems/fault',
    title: 'the server failed',
    status,
    detail: 'the store is away',
  };
  server.use(http.all(path, () => HttpResponse.json(problem, { status })));
}

/** Posts records as a client of the API would. */
export async function post(simulator: Simulator, records: object[]): Promise<void> {
  const { createApp } = await import('#api/app.ts');
  const response = await createApp(simulator.ports).request('/api/v1/predictions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(records),
  });
  if (!response.ok) throw new Error(await response.text());
}
