import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { inside, localActor } from '#api/access/actor.ts';
import type { ControlStore } from '#api/ports.ts';
import { allRecords } from '#api/services/audit/all-records.ts';
import { auditEntry } from '#api/services/audit/audit-entry.ts';
import { verifyAudit } from '#api/services/audit/verify.ts';
import { hostileNames } from './log-rows.ts';

/** What every control store does with its audit; the store is one for all tests. */
export function keepsAudit(store: () => ControlStore): void {
  const record = (subject: string, { at = '2032-01-01T00:00:00.000Z', action = 'test.done' } = {}) => {
    const change = { action, subject, before: { subject }, after: [subject, null, -0, 1e300] };
    return store().recordAct(auditEntry(localActor(inside), new Date(at), change));
  };

  it('chains entries, whatever they hold, also those that are written at once', async () => {
    for (const name of hostileNames.filter((name) => !name.includes('\0'))) await record(name);
    await Promise.all(Array.from({ length: 8 }, (_, index) => record(`at once ${index}`)));

    const found = await verifyAudit(allRecords(store()));

    expect(found).toMatchObject({ isIntact: true, unchained: 0 });
    const [newest] = await store().findAudit({}, 1);
    expect(found.head).toEqual({ position: newest?.position, hash: newest?.hash });
  });

  it('finds entries newest first, by what they are of, in pages', async () => {
    const subject = `s-${randomUUID()}`;
    await record(`${subject}/100%_a`, { action: 'note.create', at: '2033-01-01T00:00:00.000Z' });
    await record(`${subject}/b`, { action: 'note.delete', at: '2033-01-02T00:00:00.000Z' });
    await record(`${subject}/c`, { action: 'pipeline.put', at: '2033-01-03T00:00:00.000Z' });
    const find = async (filter: object, limit = 10) =>
      (await store().findAudit({ subject, ...filter }, limit)).map((each) => each.subject.slice(-1));

    expect(await find({})).toEqual(['c', 'b', 'a']);
    expect(await find({ action: 'note' })).toEqual(['b', 'a']);
    expect(await find({ action: 'note.delete' })).toEqual(['b']);
    expect(await find({ actor: 'nobody' })).toEqual([]);
    expect(await find({ subject: '100%_' })).toEqual(['a']);
    expect(await find({ subject: `${subject}/_` })).toEqual([]);
    expect(await find({ fromMs: Date.UTC(2033, 0, 2), toMs: Date.UTC(2033, 0, 3) })).toEqual(['b']);
    const [first] = await store().findAudit({ subject }, 1);
    expect(await find({ before: first?.position }, 1)).toEqual(['b']);
  });
}
