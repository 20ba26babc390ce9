import { beforeEach, describe, expect, it } from 'vitest';
import type { LogRow } from '#api/prediction-log.ts';
import { localActor, inside } from '#api/access/actor.ts';
import { writeDraft } from '#api/services/rollouts/create.ts';
import { Disagreements } from '#contract/rollout-disagreement.ts';
import { formatSegment } from '#contract/segment.ts';
import { draft } from '../../control/rollout/rollouts.ts';
import { memoryApp, now, type MemoryApp } from '../memory-app.ts';
import { putStage } from './put-stage.ts';

const { pipeline, stage, stable, candidate, plan } = draft();

describe('disagreements of a rollout', () => {
  let api: MemoryApp;
  let id: string;
  beforeEach(async () => {
    api = memoryApp();
    await putStage(api.ports, { name: stage, sensitive: ['input.income'], keepsText: false });
    const request = { pipeline, stage, stable, candidate, plan };
    const actor = { ...localActor(inside), id: 'ann', name: 'ann', role: 'admin' as const };
    const { rollout } = await writeDraft(api.ports, { request, actor, undoOf: null });
    id = rollout.id;
    // the log of what was asked while the rollout ran
    now.setTime(now.getTime() + 3_600_000);
    await api.ports.log.insert({ rows: rows(), labels: [] }, 'pairs');
  });

  async function list(query = ''): Promise<Disagreements> {
    const response = await api.get(`/rollouts/${id}/disagreements${query}`);
    expect(response.status).toBe(200);
    return Disagreements.parse(await response.json());
  }
  const ids = ({ items }: Disagreements) => items.map(({ requestId }) => requestId);

  it('come by impact, with what was asked, and without what is sensitive', async () => {
    const found = await list();

    expect(found).toMatchObject({ rate: { pairs: 5, disagreeing: 4 }, found: 4, isSample: false });
    expect(ids(found)).toEqual(['fails', 'sure', 'unsure', 'near']);
    expect(found.items[1]).toMatchObject({
      kind: 'answer',
      impact: 0.9,
      stable: { class: 'yes', text: 'yes', score: 0.9 },
      candidate: { class: 'no', text: 'no', score: 0.9 },
      inputs: { 'input.device': 'phone' },
      adjudication: null,
    });
    expect(JSON.stringify(found)).not.toContain('input.route.by');
    expect(found.items[1]?.inputs).not.toHaveProperty('input.income');
    expect(found.withheld).toEqual(['input.income']);
  });

  it('stand beside how often the stable version differs from itself', async () => {
    expect((await list()).noise).toMatchObject({ pairs: 2, disagreeing: 1 });
  });

  it('are counted by what the versions answered, and narrowed to one such cell', async () => {
    const { confusion } = await list();
    expect(confusion).toContainEqual({ stable: 'yes', candidate: 'no', pairs: 2, disagreeing: 2 });
    expect(confusion).toContainEqual({ stable: 'yes', candidate: 'yes', pairs: 1, disagreeing: 0 });

    expect(ids(await list('?stable=yes&candidate=no'))).toEqual(['sure', 'unsure']);
    const segment = encodeURIComponent(formatSegment({ metric: 'input.device', value: 'desk' }));
    expect(ids(await list(`?seg=${segment}`))).toEqual(['unsure']);
    expect(ids(await list('?order=latest'))).toEqual(['near', 'fails', 'unsure', 'sure']);
  });

  it('are judged by people, the last word counting, and only where there is something to judge', async () => {
    const say = (requestId: string, choice: string) =>
      api.post(`/rollouts/${id}/adjudications`, { requestId, choice });
    expect((await say('sure', 'stable')).status).toBe(200);
    expect((await say('sure', 'candidate')).status).toBe(200);
    expect((await say('same', 'stable')).status).toBe(422);
    expect((await say('nowhere', 'stable')).status).toBe(422);

    const found = await list();
    expect(found.judged).toEqual({ stable: 0, candidate: 1, both: 0, neither: 0 });
    expect(found.items[1]?.adjudication).toMatchObject({ choice: 'candidate' });
    expect(ids(await list('?judged=open'))).toEqual(['fails', 'unsure', 'near']);
    expect((await api.ports.control.listAudit(1))[0]).toMatchObject({ action: 'rollout.adjudicate' });
  });
});

/** What v17 answered to users, v18 to copies, and v17 to copies of its own requests. */
function rows(): LogRow[] {
  const row = (minute: number, requestId: string, values: Partial<LogRow>): LogRow => ({
    kind: 'prediction',
    pipeline,
    stage,
    version: 'v17',
    role: 'live',
    site: '',
    requestId,
    timeMs: now.getTime() - 1_800_000 + minute * 60_000,
    receivedMs: now.getTime(),
    numbers: { 'input.income': 70_000, 'output.confidence': 0.9 },
    text: null,
    fingerprint: '',
    ...values,
    categories: {
      'input.device': 'phone',
      'input.route.by': 'split',
      status: 'ok',
      'output.null': 'false',
      ...values.categories,
    },
  });
  const copy = (minute: number, requestId: string, values: Partial<LogRow>) =>
    row(minute, requestId, { version: 'v18', role: 'shadow', ...values });
  const says = (prediction: string, more: Record<string, string> = {}) => ({
    categories: { 'output.prediction': prediction, ...more },
  });
  const unsure = { numbers: { 'output.confidence': 0.4 } };
  return [
    row(1, 'same', says('yes')),
    copy(1, 'same', says('yes')),
    row(2, 'sure', says('yes')),
    copy(2, 'sure', says('no')),
    row(3, 'unsure', { ...says('yes', { 'input.device': 'desk' }), ...unsure }),
    copy(3, 'unsure', { ...says('no'), ...unsure }),
    row(4, 'fails', says('yes')),
    copy(4, 'fails', { categories: { status: 'timeout' } }),
    row(5, 'near', { numbers: { 'output.prediction': 100, 'output.confidence': 0.9 } }),
    copy(5, 'near', { numbers: { 'output.prediction': 99, 'output.confidence': 0.9 } }),
    row(1, 'same', { ...says('yes'), role: 'shadow' }),
    row(2, 'sure', { ...says('perhaps'), role: 'shadow' }),
  ];
}
