import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { addAccount, send, signInAs } from '#test/api/access/as.ts';
import { now, prediction } from '#test/api/memory-app.ts';
import { storeEpisode } from '#test/api/store-episode.ts';
import { pageSnippet } from './page-snippet.ts';
import { prometheusPrograms } from './start-program.ts';
import { serveApp } from './serve-app.ts';
import { startPrometheus } from './start-prometheus.ts';

const odd = 'a "quoted"\\ name\nin two lines, µ';

it('a real Prometheus scrapes alert states and counters with a key, names of any kind among them', async () => {
  await using server = await serveApp();
  await server.post('/predictions', [prediction(1, { features: { x: 1 } }), prediction(2)]);
  await storeEpisode(server.ports, { id: 'one', stage: odd, fromMs: now.getTime() - 60_000 });
  const key = await metricsKey(server);
  const config = pageSnippet('# prometheus.yml')
    .replace('localhost:7474', new URL(server.url).host)
    .replace('15s', '1s');

  await using prometheus = await startPrometheus(config, { 'anchorwatch.key': key });

  const ask = (query: string) => answerOf(prometheus.url, query);
  await expect.poll(() => ask('up{job="anchorwatch"}'), { timeout: 20_000 }).toEqual([[{}, '1']]);
  expect(await ask('anchorwatch_alert_state')).toEqual([
    [
      {
        alert: 'psi',
        alert_id: 'one',
        rule_id: 'rule-one',
        pipeline: 'loans',
        stage: odd,
        kind: 'rule',
        severity: 'critical',
        state: 'firing',
      },
      '1',
    ],
  ]);
  expect(await ask('anchorwatch_ingest_rows_total')).toEqual([[{}, '2']]);
  expect(await ask('anchorwatch_evaluation_lag_seconds')).toEqual([[{}, '0']]);
});

it('promtool finds nothing to say against it', async () => {
  await using server = await serveApp();
  await storeEpisode(server.ports, { id: 'one', stage: odd, fromMs: now.getTime() - 60_000 });
  const text = await (await fetch(`${server.url}/metrics`)).text();

  const { promtool } = prometheusPrograms();
  const { status, stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });

  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
});

/** As `{labels without those of the scrape, value}`. */
async function answerOf(url: string, query: string): Promise<[Record<string, string>, string][]> {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await response.json()) as {
    data: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  return data.result.map(({ metric, value }) => {
    const { __name__: _, instance: __, job: ___, ...labels } = metric;
    return [labels, value[1]];
  });
}

async function metricsKey(server: Parameters<typeof addAccount>[0]): Promise<string> {
  const cookie = await signInAs(server, 'admin', await addAccount(server, 'admin', 'admin'));
  const body = { name: 'prometheus', scopes: ['metrics'] };
  const made = await send(server, { method: 'POST', path: '/api-keys', body, headers: { cookie } });
  return ((await made.json()) as { token: string }).token;
}
