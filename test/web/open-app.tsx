import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { onTestFinished } from 'vitest';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { openInProcessFileLane } from '#test/workers/file/in-process-file-lane.ts';
import { openInProcessLane } from '#test/workers/in-process-lane.ts';
import { DriftClientProvider } from '#web/api/drift-client.tsx';
import { createFileDesk } from '#web/api/file-desk.ts';
import { FileDeskProvider } from '#web/api/file-desk-provider.tsx';
import { createQueryClient } from '#web/api/query-client.ts';
import { App } from '#web/app.tsx';
import { setPreferences } from '#web/state/preferences.ts';
import { createDriftClient } from '#workers/drift-client.ts';
import { createFileClient } from '#workers/file/file-client.ts';
import { fileHandlers } from '#workers/file/file-handlers.ts';
import { driftHandlers } from '#workers/handlers/drift-handlers.ts';

/** The whole page at an address, times in UTC, and what a person does with it. Ends with the test. */
export function openApp(path: string) {
  setPreferences({
    theme: 'system',
    zone: 'UTC',
    hasShortcuts: true,
    hasNotifications: false,
    hasSound: false,
  });
  const location = memoryLocation({ path, record: true });
  const queryClient = createQueryClient();
  const drift = createDriftClient((events) => openInProcessLane(driftHandlers(), events), 1);
  const files = createFileClient((events) => openInProcessFileLane(fileHandlers(), events));
  const view = render(
    <QueryClientProvider client={queryClient}>
      <DriftClientProvider client={drift}>
        <Router hook={location.hook}>
          <FileDeskProvider desk={createFileDesk(files)}>
            <App />
          </FileDeskProvider>
        </Router>
      </DriftClientProvider>
    </QueryClientProvider>,
  );
  onTestFinished(() => {
    view.unmount();
    drift.close();
    files.close();
    queryClient.clear();
  });
  const user = userEvent.setup();
  return {
    user,
    queryClient,
    /** Every address there was, the present one last. */
    history: () => location.history,
    address: () => new URL(location.history.at(-1) ?? '', 'http://localhost'),
    /** Asks the server again at once, as the next poll would. */
    async polls() {
      await user.click(screen.getByRole('button', { name: 'Refresh' }));
    },
    async searches(text: string) {
      await user.keyboard('{Control>}k{/Control}');
      const palette = await screen.findByRole('dialog', { name: 'Command palette' });
      await user.type(within(palette).getByRole('combobox'), text);
      return palette;
    },
  };
}
