import { expect, it } from 'vitest';
import { formatExposition } from '#api/services/exposition/format.ts';
import { initialState } from '#control/alert/alert-state.ts';
import { evaluateDueRules } from '#api/services/evaluation/evaluate-due.ts';
import { addAccount } from './access/as.ts';
import { memoryApp, prediction } from './memory-app.ts';

it('escapes what would end a label or a line, and writes numbers as Go reads them', () => {
  const text = formatExposition([
    {
      name: 'a_total',
      type: 'counter',
      help: 'one\\two\nthree',
      samples: [
        { labels: { quote: '"', slash: '\\', line: '\n', none: '' }, value: Number.POSITIVE_INFINITY },
        { labels: {}, value: Number.NaN },
        { labels: {}, value: 1e-7 },
      ],
    },
    { name: 'nothing', type: 'gauge', help: '', samples: [] },
  ]);

  expect(text).toBe(`# HELP a_total one\\\\two\\nthree
# TYPE a_total counter
a_total{quote="\\"",slash="\\\\",line="\\n"} +Inf
a_total NaN
a_total 1e-7
`);
});

it('tells what a rule reads, beside its threshold', async () => {
  const api = memoryApp();
  const rows = Array.from({ length: 20 }, (_, index) =>
    prediction(3 + index / 20, { latencyMs: 900, requestId: `r${index}` }),
  );
  await api.post('/predictions', rows);
  await api.post('/pipelines/loans/rules', {
    rule: {
      name: 'slow',
      scope: { stage: 'score' },
      condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'count', windowSeconds: 600 },
      levels: { critical: { threshold: 10, recover: null, forSlots: 0, keepSlots: 0 } },
      everySeconds: 60,
      queryOffsetSeconds: 0,
      noData: { policy: 'alert', afterSlots: 3 },
    },
  });
  await evaluateDueRules(api.ports, new AbortController().signal);

  const lines = (await (await api.get('/metrics')).text()).split('\n');

  const of = (name: string) => lines.filter((line) => line.startsWith(`${name}{`));
  expect(of('anchorwatch_rule_value')).toEqual([expect.stringMatching(/metric="latencyMs".* 20$/)]);
  expect(of('anchorwatch_rule_threshold')).toEqual([expect.stringMatching(/direction="above"} 10$/)]);
  expect(of('anchorwatch_alert_state')).toEqual([
    expect.stringMatching(/severity="critical",state="firing"} 1$/),
  ]);
  expect(of('anchorwatch_alerts')).toEqual([
    'anchorwatch_alerts{pipeline="loans",severity="critical",state="firing"} 1',
  ]);
  expect(lines).toContain('anchorwatch_rules 1');
  expect(lines).toContain('anchorwatch_outbox_messages{state="queued"} 1');
});

it('leaves series out beyond its bound, open alerts last, and says how many', async () => {
  const api = memoryApp();
  await api.ports.control.writeAlerts(
    Array.from({ length: 10_050 }, (_, index) => ({
      alert: {
        id: `a${index}`,
        revision: 0,
        kind: 'rule' as const,
        rule: { id: 'r', name: 'many', version: 1, thresholds: {} },
        pipeline: 'loans',
        labels: {},
        state: {
          ...initialState,
          severity: 'warning' as const,
          condition: index < 50 ? ('pending' as const) : ('firing' as const),
        },
      },
      transitions: [],
      messages: [],
    })),
  );

  const lines = (await (await api.get('/metrics')).text()).split('\n');

  const told = lines.filter((line) => line.startsWith('anchorwatch_alert_state{'));
  expect(told).toHaveLength(10_000);
  expect(told.every((line) => line.includes('state="firing"'))).toBe(true);
  expect(lines).toContain('anchorwatch_metrics_dropped_samples{metric="anchorwatch_alert_state"} 50');
  expect(lines).toContain('anchorwatch_alerts{pipeline="loans",severity="warning",state="pending"} 50');
});

it('asks for a session or a key once there are accounts', async () => {
  const api = memoryApp();
  await addAccount(api, 'admin', 'admin');

  expect((await api.get('/metrics')).status).toBe(401);
});
