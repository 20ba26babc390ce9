import { setupWorker } from 'msw/browser';
import { createHandlers } from './handlers.ts';
import { createSimulator } from './simulator.ts';

const HISTORY_HOURS = 6;
const ADVANCE_MS = 1000;
/** An empty page is shown rather than none. */
const PATIENCE_MS = 1500;

/** Answers the page's requests from this page; the history fills in while the page is already usable. */
export async function startMocks(): Promise<void> {
  const simulator = createSimulator({ hasRollout: true });
  await setupWorker(...createHandlers(simulator.ports)).start({ onUnhandledFrame: 'bypass', quiet: true });
  const filled = simulator
    .fill(HISTORY_HOURS)
    .then(() => void setInterval(() => void simulator.advance().catch(reportError), ADVANCE_MS))
    .catch(reportError);
  await Promise.race([filled, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}
