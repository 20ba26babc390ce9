import { pollDueSources } from '#api/services/alert-sources/poll.ts';
import { projectHandling } from '#api/services/alert-sources/project.ts';
import { tickAlerts } from '#api/services/alerts/tick.ts';
import { AlertSource, AlertSourceTest } from '#contract/alert-source.ts';
import { AlertList, type Alert } from '#contract/alert.ts';
import { createHttpMonitoring } from '#server/monitoring/http-monitoring.ts';
import { createTargetGuard } from '#server/outbound/target-guard.ts';
import { send } from '#test/api/access/as.ts';
import { memoryApp, prediction, type MemoryApp } from '#test/api/memory-app.ts';

/** The app over memory stores and the real clock, which can be put forward, with a source and what happens to its alerts. */
export async function watcher() {
  const api: MemoryApp = memoryApp();
  let passedMs = 0;
  let headers: Record<string, string> = {};
  api.ports.control.currentTime = async () => Date.now() + passedMs;
  api.ports.now = () => new Date(Date.now() + passedMs);
  api.ports.monitoring = createHttpMonitoring(createTargetGuard(['127.0.0.0/8']));
  await api.post('/predictions', [prediction(1)]);
  const get = async (path: string) => (await send(api, { path, headers })).json();
  const act = async (method: string, path: string, body: unknown) => {
    const response = await send(api, { method, path, body, headers });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  const poll = () => {
    passedMs += 10_000; // the next slot
    return pollDueSources(api.ports, (trouble) => {
      throw trouble;
    });
  };
  const open = async () =>
    AlertList.parse(await get('/alerts?tab=firing&tab=acknowledged&tab=silenced')).items;

  return {
    api,
    poll,
    open,
    async project() {
      await tickAlerts(api.ports);
      await projectHandling(api.ports);
    },
    signIn(cookie: string) {
      headers = { cookie };
    },
    pass(ms: number) {
      passedMs += ms;
    },
    async names(isAsked = true) {
      if (isAsked) await poll();
      return (await open()).map(({ rule }) => rule.name);
    },
    find: async ({ id }: Alert) => ((await get(`/alerts/${id}`)) as { alert: Alert }).alert,
    command: ({ id, episode }: Alert, verb: string, more: object = {}) =>
      act('POST', `/alerts/${id}/${verb}`, { episode, ...more }),
    add: async (patch: object) =>
      AlertSource.parse(
        await act('POST', '/alert-sources', {
          name: 'theirs',
          isEnabled: true,
          everySeconds: 10,
          pipeline: 'loans',
          pipelineLabel: 'pipeline',
          stageLabel: 'stage',
          criticalValues: ['critical', 'page'],
          matchers: [],
          ...patch,
        }),
      ),
    test: async ({ id }: AlertSource) =>
      AlertSourceTest.parse(await act('POST', `/alert-sources/${id}/test`, undefined)),
    sources: async () => ((await get('/alert-sources')) as { items: AlertSource[] }).items,
  };
}
