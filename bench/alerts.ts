import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertChange } from '#api/alert-store.ts';
import type { Ports } from '#api/ports.ts';
import { commandOnAlert } from '#api/services/alerts/command.ts';
import { listAlerts } from '#api/services/alerts/list.ts';
import { tickAlerts } from '#api/services/alerts/tick.ts';
import { localActor, inside } from '#api/access/actor.ts';
import { initialState } from '#control/alert/alert-state.ts';
import { observe } from '#control/alert/observe.ts';
import { tick } from '#control/alert/tick.ts';
import { openPglite } from '#server/stores/open-control-store.ts';
import { median } from './median.ts';

/** What the inbox and the clock cost while 20,000 alerts are open, over the embedded store. Run with `npm run bench:alerts`. */
const ALERTS = 20_000;
const BATCH = 500;
const ROUNDS = 5;
const MINUTE_MS = 60_000;
const timers = {
  ruleVersion: 1,
  levels: { critical: { forSlots: 0, keepSlots: 3 } },
  noData: { policy: 'alert' as const, afterSlots: 3 },
};

const folder = mkdtempSync(join(tmpdir(), 'bench-alerts-'));
const opened = await openPglite(join(folder, 'control'));
const startMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
let nowMs = startMs;
const control = { ...opened.store, currentTime: async () => nowMs };
const ports = { control, now: () => new Date(nowMs), newId: () => crypto.randomUUID() } as Ports;

function fired(index: number): AlertChange {
  const reading = { kind: 'value' as const, value: 0.3, n: 100, positions: { critical: 'breach' as const } };
  const seen = observe(initialState, { slot: 1, atMs: startMs, reading, timers });
  const { state, transitions, messages } = tick(seen, { atMs: startMs, mute: null });
  const alert = {
    id: `alert-${String(index).padStart(5, '0')}`,
    revision: 0,
    kind: 'rule' as const,
    rule: {
      id: `rule-${index % 1_000}`,
      name: `drift of ${index % 1_000}`,
      version: 1,
      thresholds: { critical: 0.2 },
    },
    pipeline: `p${index % 20}`,
    stage: `s${index % 100}`,
    metric: `input.f${index}`,
    labels: { team: 'voice' },
    state,
  };
  return { alert, transitions, messages };
}

for (let start = 0; start < ALERTS; start += BATCH)
  await control.writeAlerts(Array.from({ length: BATCH }, (_, index) => fired(start + index)));

async function report(what: string, work: () => Promise<unknown>, rounds = ROUNDS): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const beganMs = performance.now();
    await work();
    times.push(performance.now() - beganMs);
  }
  console.log(`${what}: ${median(times).toFixed(0)} ms`);
}

await report('the inbox, 200 rows and all counts', () => listAlerts(ports, { limit: 200 }));
await report('the inbox, found by a word', () => listAlerts(ports, { limit: 200, text: 'f1999' }));
await report('a tick with nothing due', () => tickAlerts(ports));
await report('an acknowledgement', () =>
  commandOnAlert(ports, {
    id: 'alert-00007',
    command: { type: 'note', episode: 1, text: crypto.randomUUID() },
    actor: localActor(inside),
  }),
);
nowMs += 10 * MINUTE_MS;
await report(`a tick that pages all ${ALERTS} again`, () => tickAlerts(ports), 1);
await opened.close();
rmSync(folder, { recursive: true });
