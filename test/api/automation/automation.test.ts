import { beforeEach, describe, expect, it } from 'vitest';
import { AutomationSetting, Automation } from '#contract/automation.ts';
import { AutomationDetail } from '#contract/automation-detail.ts';
import type { PersonRole } from '#contract/person-role.ts';
import type { Review } from '#contract/review.ts';
import { addAccount, send, signInAs } from '../access/as.ts';
import { memoryApp, now, prediction, type MemoryApp } from '../memory-app.ts';

const path = '/pipelines/loans/stages/score/automation';
const cases = '/pipelines/loans/stages/score/reviews';
const team: Record<string, PersonRole> = {
  max: 'admin',
  eng: 'engineer',
  ada: 'approver',
  olu: 'on-call',
  vic: 'viewer',
};
const assist = AutomationSetting.parse({ degree: 'assist', peoplePerHour: 1_000 });
const partial = (tau: number, patch = {}) => ({
  ...assist,
  degree: 'partial' as const,
  thresholds: [{ version: 'v1', tau }],
  ...patch,
});

/** 200 of 402 rows act, and of these 2 % are audited. */
const peopleShare = 202 / 402 + (200 / 402) * 0.02;

describe('the API of automation', () => {
  let api: MemoryApp;
  const cookies = new Map<string, string>();
  beforeEach(async () => {
    api = memoryApp();
    await api.post('/predictions', history());
    await api.post('/labels', truths());
    for (const [id, role] of Object.entries(team))
      cookies.set(id, await signInAs(api, id, await addAccount(api, id, role)));
  });

  const cookieOf = (who: string) => ({ cookie: cookies.get(who) ?? '' });
  const get = (where: string, who = 'eng', headers = {}) =>
    send(api, { path: where, headers: { ...cookieOf(who), ...headers } });
  const post = (who: string, where: string, body: unknown = {}, headers = {}) =>
    send(api, { method: 'POST', path: where, body, headers: { ...cookieOf(who), ...headers } });
  const detail = async () => AutomationDetail.parse(await (await get(`${path}/detail`)).json());
  /** By somebody who has just looked. */
  const command = async (who: string, body: object) => {
    const { automation } = await detail();
    return post(who, `${path}/commands`, body, { 'if-match': `"${automation.generation}"` });
  };
  const set = (who: string, setting: AutomationSetting, rest = {}) =>
    post(who, `${path}/commands`, { type: 'set', setting, ...rest });

  it('tells programs what may be done with an answer, and that nothing has changed', async () => {
    const unset = await get(path);
    expect(await unset.json()).toMatchObject({ generation: 0, isSet: false, degree: 'full' });

    await set('eng', assist);
    const rules = await get(path);
    expect(rules.headers.get('etag')).toBe('"1"');
    expect(await rules.json()).toEqual({
      pipeline: 'loans',
      stage: 'score',
      generation: 1,
      isSet: true,
      degree: 'assist',
      thresholds: [],
      auditShare: 0.02,
      scoreField: null,
      scoreIs: 'confidence',
      whenUnsure: { kind: 'review' },
    });
    const again = await get(path, 'eng', { 'if-none-match': '"1"' });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  it('is lowered at once, and asks first whether people can take it', async () => {
    const asked = await set('olu', { ...assist, peoplePerHour: 1 });
    expect(asked.status).toBe(409);
    expect((await asked.json()) as object).toMatchObject({
      detail: expect.stringContaining('decisions an hour and can take 1'),
    });
    const accepted = await set(
      'olu',
      { ...assist, peoplePerHour: 1 },
      { acceptsOverload: true, reason: 'harm' },
    );
    expect(Automation.parse(await accepted.json())).toMatchObject({
      generation: 1,
      setting: { degree: 'assist' },
    });
    expect((await set('vic', { ...assist, degree: 'humanOnly' })).status).toBe(403);
    expect((await set('vic', { ...assist, degree: 'humanOnly' }, { breakGlass: true })).status).toBe(200);
    expect((await set('max', assist)).status).toBe(409);
    expect(await api.ports.control.listAudit(1)).toMatchObject([
      { action: 'automation.set', actor: 'vic', subject: 'loans/score', before: { degree: 'assist' } },
    ]);
  });

  it('is raised by a second person, on evidence that is read anew', async () => {
    await set('eng', assist);
    const refused = await command('eng', { type: 'request', setting: partial(0), reason: 'all of it' });
    expect(await refused.json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('limit is 5 %'),
    });

    const asked = await command('eng', { type: 'request', setting: partial(0.8), reason: 'proven' });
    expect(asked.status).toBe(200);
    const { automation } = await detail();
    const { evidence, hash } = automation.request!;
    expect(evidence).toMatchObject({
      basis: 'labels',
      versions: [{ version: 'v1', tau: 0.8, labelled: 400, automated: 200, errors: 0, automatedShare: 0.5 }],
    });
    expect(evidence.peoplePerHour).toBeCloseTo(evidence.ratePerHour * peopleShare, 6);

    const yes = { type: 'approve', hash, reason: 'seen' };
    expect((await post('ada', `${path}/commands`, yes)).status).toBe(428);
    expect((await post('ada', `${path}/commands`, yes, { 'if-match': '"1"' })).status).toBe(409);
    expect(await (await command('eng', yes)).json()).toMatchObject({ status: 403 });
    const raised = await command('ada', yes);
    expect(await raised.json()).toMatchObject({ generation: 3, setting: partial(0.8), request: null });
    const { changes, load } = await detail();
    expect(changes.map(({ kind, by }) => [kind, by])).toEqual([
      ['raise', 'ada'],
      ['request', 'eng'],
      ['set', 'eng'],
    ]);
    expect(load.peoplePerHour).toBeCloseTo(load.ratePerHour * peopleShare, 6);
  });

  it('holds nothing proven any more when labels have come in the meantime that say otherwise', async () => {
    await set('eng', assist);
    await command('eng', { type: 'request', setting: partial(0.8), reason: 'proven' });
    const { hash } = (await detail()).automation.request!;
    await send(api, { method: 'POST', path: '/labels', body: truths('no'), headers: cookieOf('max') });

    const refused = await command('ada', { type: 'approve', hash, reason: 'seen' });
    expect(await refused.json()).toMatchObject({ status: 409, detail: expect.stringContaining('may be') });
  });

  it('is known only of stages that there are, and changed by no key', async () => {
    expect((await get('/pipelines/loans/stages/nothing/automation/detail')).status).toBe(404);
    const key = await api.app.request(`/api/v1${path}`, { headers: { authorization: 'Bearer nonsense' } });
    expect(key.status).toBe(401);
  });

  describe('cases for people', () => {
    beforeEach(async () => {
      await set('eng', { ...assist, choices: ['yes', 'no'] });
      await api.ports.control.addReviews([waiting('c1', 'audit'), waiting('c2', 'assist')]);
    });
    const take = async (who: string) =>
      ((await (await post(who, `${cases}/take`)).json()) as { item: Record<string, unknown> | null }).item;

    it('go to one person each, blind but where the model assists', async () => {
      const [one, two] = [await take('olu'), await take('ada')];
      expect(one).toMatchObject({
        id: 'c1',
        isBlind: true,
        suggestion: null,
        fields: { income: 12 },
        answers: 'choice',
        choices: ['yes', 'no'],
      });
      expect(one).not.toHaveProperty('decision');
      expect(two).toMatchObject({ id: 'c2', isBlind: false, suggestion: { value: 'yes', score: 0.6 } });
      expect(await take('eng')).toBeNull();
      expect((await post('vic', `${cases}/take`)).status).toBe(403);
    });

    it('become labels of their requests, in the name of whoever decided', async () => {
      await take('olu');
      const notHis = await post('ada', '/reviews/c1/decide', { value: 'no' });
      expect(await notHis.json()).toMatchObject({
        status: 409,
        detail: expect.stringContaining('olu has it'),
      });

      const decided = await post('olu', '/reviews/c1/decide', { value: 'no', note: 'clear' });
      expect(await decided.json()).toMatchObject({
        decision: { value: 'no', by: 'olu' },
        suggestion: { value: 'yes' },
        agrees: false,
      });
      expect((await post('olu', '/reviews/c1/decide', { value: 'no' })).status).toBe(200);
      expect((await post('olu', '/reviews/c1/decide', { value: 'yes' })).status).toBe(409);
      await api.ports.ingest.settled();
      expect(await labelOf('case-c1')).toBe('no');
      expect(await api.ports.control.listAudit(1)).toMatchObject([
        { action: 'review.decide', actor: 'olu', subject: 'loans/score/case-c1', after: { label: 'no' } },
      ]);
      expect(await (await get('/reviews/c1')).json()).toMatchObject({ state: 'decided', value: 'no' });
      expect(await (await get('/reviews/c2')).json()).toMatchObject({ state: 'waiting', decidedAt: null });
      expect(await (await get(cases)).json()).toMatchObject({
        waiting: 1,
        agreement: [{ reason: 'audit', decided: 1, compared: 1, agreed: 0, low: 0 }],
      });
    });

    it('of a free text are judged, so the text is shown, and true means the same', async () => {
      await set('eng', { ...assist, choices: ['true', 'false'] });
      const asked = { requestId: 'case-c1', version: 'v2', suggestion: { value: 'turn it on', score: 0.4 } };
      const created = (await (await post('eng', cases, asked)).json()) as { id: string };
      expect(created).toMatchObject({ requestId: 'case-c1', state: 'waiting' });
      await post('ada', `${cases}/take`);
      await post('max', `${cases}/take`);
      expect(await take('olu')).toMatchObject({
        id: created.id,
        isBlind: false,
        suggestion: asked.suggestion,
      });
      const decided = await post('olu', `/reviews/${created.id}/decide`, { value: 'true' });
      expect(await decided.json()).toMatchObject({ agrees: true });
    });

    it('are taken back with their labels', async () => {
      await take('olu');
      await post('olu', '/reviews/c1/decide', { value: 'no' });
      expect((await post('ada', '/reviews/c1/undo')).status).toBe(409);
      expect(await (await post('olu', '/reviews/c1/undo')).json()).toMatchObject({
        id: 'c1',
        suggestion: null,
      });
      await api.ports.ingest.settled();
      expect(await labelOf('case-c1')).toBeNull();
      await post('olu', '/reviews/c1/skip');
      expect(await take('olu')).toMatchObject({ id: 'c2' });
      expect((await post('olu', '/reviews/c2/release')).status).toBe(200);
    });

    it('show what is sensitive to those only who answer for it', async () => {
      const definition = { stages: [{ name: 'score', sensitive: ['input.income'] }] };
      await send(api, {
        method: 'PUT',
        path: '/pipelines/loans',
        body: definition,
        headers: cookieOf('max'),
      });
      expect(await take('olu')).toMatchObject({ fields: { age: 44 }, masked: ['income'] });
      await post('olu', '/reviews/c1/release');
      expect(await take('ada')).toMatchObject({ fields: { age: 44, income: 12 }, masked: [] });
    });
  });

  async function labelOf(requestId: string): Promise<number | string | null> {
    const toMs = now.getTime() + 1;
    const selection = {
      pipeline: 'loans',
      stage: 'score',
      role: 'live' as const,
      fromMs: 0,
      toMs,
      knownAtMs: toMs,
    };
    const rows = await api.ports.log.labelledRows(selection, { rows: 'all', limit: 10_000 });
    const at = now.getTime() - (requestId === 'case-c1' ? 1 : 2) * 60_000;
    return rows.find(({ timeMs }) => timeMs === at)?.label ?? null;
  }
});

/** Half of the answers are sure and right; of the rest every other one is wrong. */
function history() {
  const rows = Array.from({ length: 400 }, (_, i) =>
    prediction(10 + i, {
      requestId: `r-${i}`,
      version: 'v1',
      prediction: 'yes',
      confidence: i % 2 === 0 ? 0.9 : 0.6,
    }),
  );
  const ofCases = ['c1', 'c2'].map((id, i) => prediction(1 + i, { requestId: `case-${id}`, version: 'v2' }));
  return [...rows, ...ofCases];
}

function truths(always?: string) {
  return Array.from({ length: 400 }, (_, i) => ({
    pipeline: 'loans',
    stage: 'score',
    requestId: `r-${i}`,
    time: now.toISOString(),
    value: always ?? (i % 4 === 3 ? 'no' : 'yes'),
  }));
}

function waiting(id: string, reason: Review['reason']): Review {
  return {
    id,
    pipeline: 'loans',
    stage: 'score',
    requestId: `case-${id}`,
    version: 'v2',
    reason,
    at: now.toISOString(),
    fields: { income: 12, age: 44 },
    suggestion: { value: 'yes', score: 0.6 },
    lease: null,
    decision: null,
  };
}
