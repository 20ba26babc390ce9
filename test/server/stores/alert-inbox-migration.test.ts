import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { expect, it, onTestFinished } from 'vitest';

const folder = join(import.meta.dirname, '../../../src/server/stores/migrations');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort();
const inbox = '0011_alert-inbox.sql';
const firedMs = Date.UTC(2026, 10, 24, 12);

type Old = { id: string; condition: string; state: object };
const state = {
  episode: 1,
  severity: 'critical',
  peakSeverity: 'critical',
  firedMs,
  handling: { kind: 'none' },
};
const before: Old[] = [
  { id: 'firing', condition: 'firing', state: { ...state, mute: null } },
  { id: 'taken', condition: 'firing', state: { ...state, handling: { kind: 'acknowledged', by: 'jd' } } },
  { id: 'echo', condition: 'recovering', state: { ...state, mute: { kind: 'upstream' }, assignee: 'mk' } },
  { id: 'silent', condition: 'firing', state: { ...state, mute: { kind: 'silence' } } },
  { id: 'over', condition: 'ok', state: { ...state, severity: null } },
  {
    id: 'never',
    condition: 'ok',
    state: { ...state, episode: 0, severity: null, peakSeverity: null, firedMs: null },
  },
];

it('gives alerts from before the inbox what it lists them by', async () => {
  const database = await PGlite.create();
  onTestFinished(() => database.close());
  for (const name of files.filter((file) => file < inbox)) await database.exec(sqlOf(name));
  for (const { id, condition, state: own } of before) {
    await database.query(
      `INSERT INTO alerts (id, revision, rule_id, pipeline, condition, subject, state) VALUES ($1, 1, 'r', 'speech', $2, $3, $4)`,
      [id, condition, { stage: 'ASR' }, own],
    );
  }

  await database.exec(sqlOf(inbox));

  const { rows } = await database.query(
    `SELECT id, badge, severity, extract(epoch FROM fired_at) * 1000 AS fired, assignee, handled_by AS by, words,
       due_at IS NOT NULL AS "isDue" FROM alerts ORDER BY id`,
  );
  const fired = expect.toSatisfy((value: unknown) => Number(value) === firedMs) as number;
  const common = { severity: 'critical', fired, assignee: null, by: null, words: '{"stage":"asr"}' };
  expect(rows).toEqual([
    { ...common, id: 'echo', badge: 'suppressed', assignee: 'mk', isDue: true },
    { ...common, id: 'firing', badge: 'firing', isDue: true },
    { ...common, id: 'never', badge: 'normal', severity: null, fired: null, isDue: false },
    { ...common, id: 'over', badge: 'resolved', isDue: false },
    { ...common, id: 'silent', badge: 'silenced', isDue: true },
    { ...common, id: 'taken', badge: 'acknowledged', by: 'jd', isDue: true },
  ]);
});

function sqlOf(name: string): string {
  return readFileSync(join(folder, name), 'utf8').replaceAll('--> statement-breakpoint', '');
}
