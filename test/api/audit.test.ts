import { describe, expect, it } from 'vitest';
import { verifyAudit } from '#api/services/audit/verify.ts';
import { AuditRecord, type AuditPage, type AuditVerification } from '#contract/audit.ts';
import { memoryApp } from './memory-app.ts';

async function written(views = 5) {
  const api = memoryApp();
  for (let index = 1; index <= views; index++) {
    await api.post('/saved-views', { name: `view ${index}`, address: '/' });
  }
  const page = async (query = '') => (await (await api.get(`/audit${query}`)).json()) as AuditPage;
  const exported = async () =>
    (await (await api.get('/audit/export')).text())
      .trimEnd()
      .split('\n')
      .map((line) => AuditRecord.parse(JSON.parse(line)));
  return { ...api, page, exported };
}

async function* each(records: AuditRecord[]) {
  yield* records;
}

describe('the audit', () => {
  it('is read in pages, newest first', async () => {
    const { page } = await written();

    const first = await page('?limit=2');
    const second = await page(`?limit=2&before=${first.next}`);
    const last = await page(`?limit=2&before=${second.next}`);

    const names = [first, second, last].map(({ items }) =>
      items.map(({ after }) => (after as { name: string }).name),
    );
    expect(names).toEqual([['view 5', 'view 4'], ['view 3', 'view 2'], ['view 1']]);
    expect(last.next).toBeUndefined();
  });

  it('says who, what, before, after and from where', async () => {
    const { app, page } = await written(1);
    const [created] = (await page()).items;
    const path = `/api/v1/saved-views/${created?.subject}`;

    await app.request(
      path,
      { method: 'DELETE', headers: { 'user-agent': 'curl' } },
      { remoteAddress: '203.0.113.7' },
    );

    const [deleted] = (await page()).items;
    expect(deleted).toMatchObject({
      actor: 'local',
      action: 'saved-view.delete',
      before: created?.after,
      after: null,
      origin: { ip: '203.0.113.7', userAgent: 'curl', session: null },
      previousHash: created?.hash,
    });
  });

  it('is found intact, and in its export, too', async () => {
    const { get, exported } = await written();

    const found = (await (await get('/audit/verification')).json()) as AuditVerification;

    const records = await exported();
    const last = records.at(-1);
    expect(found).toEqual({
      isIntact: true,
      entries: 5,
      unchained: 0,
      head: { position: 5, hash: last?.hash },
    });
    expect(await verifyAudit(each(records))).toEqual(found);
  });

  it('is found intact without entries', async () => {
    const { get } = await written(0);

    expect(await (await get('/audit/verification')).json()).toEqual({
      isIntact: true,
      entries: 0,
      unchained: 0,
    });
    expect(await (await get('/audit/export')).text()).toBe('');
  });

  it.each<[string, (records: AuditRecord[]) => AuditRecord[], number, string]>([
    ['is altered', (all) => all.with(2, { ...all[2], actor: 'eve' } as AuditRecord), 3, 'altered'],
    ['is removed', (all) => all.toSpliced(2, 1), 4, 'follow'],
    ['stands twice', (all) => all.toSpliced(2, 0, all[1] as AuditRecord), 2, 'follow'],
    ['is missing at the start', (all) => all.slice(1), 2, 'follow'],
    ['lost its hash', (all) => all.with(2, { ...all[2], hash: '' } as AuditRecord), 3, 'altered'],
  ])('is found broken where an entry %s', async (_, alter, position, what) => {
    const { exported } = await written();

    const found = await verifyAudit(each(alter(await exported())));

    expect(found.isIntact).toBe(false);
    expect(found.fault).toEqual({ position, what: expect.stringContaining(what) });
  });

  it('counts what is older than the chain', async () => {
    const { exported } = await written(2);
    const older = { ...(await exported())[0], position: 0, previousHash: '', hash: '' } as AuditRecord;

    const found = await verifyAudit(each([older, ...(await exported())]));

    expect(found).toMatchObject({ isIntact: true, entries: 3, unchained: 1 });
  });
});
