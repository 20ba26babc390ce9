import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { openInProcessLane } from '#test/workers/in-process-lane.ts';
import { DriftClientProvider } from '#web/api/drift-client.tsx';
import { createQueryClient } from '#web/api/query-client.ts';
import { DriftPage } from '#web/features/drift/drift-page.tsx';
import { setPreferences } from '#web/state/preferences.ts';
import { createDriftClient } from '#workers/drift-client.ts';
import { driftHandlers } from '#workers/handlers/drift-handlers.ts';

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** The drift page of stage `score`, over an API that `fetch` stands for, and what a person does there. */
export function openDriftPage({ fetch, search = '' }: { fetch: Fetch; search?: string }) {
  setPreferences({ zone: 'UTC' });
  const ownFetch = globalThis.fetch;
  globalThis.fetch = fetch as typeof globalThis.fetch; // unstubbing would also take the stand-ins of setup.ts
  history.replaceState(null, '', `/p/loans/s/score/drift${search}`);
  const drift = createDriftClient((events) => openInProcessLane(driftHandlers(), events), 1);
  const queryClient = createQueryClient();
  const view = render(
    <QueryClientProvider client={queryClient}>
      <DriftClientProvider client={drift}>
        <DriftPage pipeline="loans" stage="score" />
      </DriftClientProvider>
    </QueryClientProvider>,
  );
  const user = userEvent.setup();
  return {
    user,
    close() {
      view.unmount();
      drift.close();
      queryClient.clear();
      globalThis.fetch = ownFetch;
    },
    url: () => new URLSearchParams(location.search),
    /** The ranked list as it reads, a line a metric. */
    async ranking(): Promise<string[]> {
      const table = await screen.findByRole('table', { name: '' });
      return within(table)
        .getAllByRole('row')
        .slice(1)
        .map((row) => within(row).getByRole('rowheader').textContent);
    },
    async choosesTest(name: string) {
      await user.selectOptions(await screen.findByLabelText('Test'), name);
    },
    async opens(metric: string) {
      await user.click(await screen.findByRole('button', { name: new RegExp(`${metric}$`) }));
    },
  };
}
