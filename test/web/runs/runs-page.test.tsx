import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { inside, localActor } from '#api/access/actor.ts';
import { auditEntry } from '#api/services/audit/audit-entry.ts';
import { post, serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

const HOUR_MS = 3_600_000;

/** A row an hour for the last `hours` full hours, but for those left out. */
async function serveHours(hours: number, leftOut: number[] = []) {
  const simulator = serveEmptyStore();
  const thisHourMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const definition = {
    kind: 'batch' as const,
    schedule: { everyMinutes: 60, offsetMinutes: 0, graceMinutes: 10, expectedRows: 2 },
    stages: [],
    edges: [],
    sample: false,
  };
  await simulator.ports.control.putPipeline(
    { name: 'nightly', definition },
    auditEntry(localActor(inside), new Date(), { action: 'pipeline.put', subject: 'nightly' }),
  );
  const kept = Array.from({ length: hours }, (_, index) => hours - index).filter(
    (ago) => !leftOut.includes(ago),
  );
  await post(
    simulator,
    kept.flatMap((ago) =>
      [10, 20].map((minute) => ({
        pipeline: 'nightly',
        stage: 'score',
        time: new Date(thisHourMs - ago * HOUR_MS + minute * 60_000).toISOString(),
      })),
    ),
  );
  return simulator;
}

describe('the runs of a batch pipeline', () => {
  it('are listed newest first with what was expected of them, each leading to its distributions', async () => {
    await serveHours(4);
    openApp('/p/nightly/runs?from=-4h');

    expect(
      await screen.findByText(
        /^Of \d runs, no run is missing, late or short; a run covers an hour and is due 10 min after its end\.$/,
      ),
    ).toBeVisible();
    const [, ...rows] = within(screen.getByRole('table', { name: 'Runs, newest first' })).getAllByRole('row');
    const latest = rows.find((row) => /backfilled/.test(row.textContent ?? ''));
    expect(latest).toHaveTextContent('2');
    const link = within(latest as HTMLElement).getByRole('link');
    expect(link).toHaveAttribute(
      'href',
      expect.stringMatching(/^\/p\/nightly\/s\/score\/drift\?from=.*&to=/),
    );
  });

  it('of a range before the first rows are none, and the page says when runs are due', async () => {
    await serveHours(2);
    openApp('/p/nightly/runs?from=2026-01-01T00:00Z&to=2026-01-02T00:00Z');

    expect(await screen.findByText(/^No run was due in this range; a run covers an hour/)).toBeVisible();
  });
});
