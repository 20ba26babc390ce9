import { z } from 'zod';
import type { ExternalAlert, Monitoring, StoredAlertSource } from '#api/alert-source-store.ts';
import { silenceMark } from '#api/services/alert-sources/silence-mark.ts';
import { sendRequest } from '../outbound/send-request.ts';
import type { TargetGuard } from '../outbound/target-guard.ts';

const TIMEOUT_MS = 10_000;
/** Alertmanager answers about 9 MB for 20,000 alerts: nobody's inbox holds those. */
const MOST_CHARACTERS = 5 * 2 ** 20;

const Labels = z.record(z.string(), z.string());
const PrometheusAlerts = z.object({
  status: z.literal('success'),
  data: z.object({
    alerts: z.array(
      z.object({
        labels: Labels,
        annotations: Labels.default({}),
        state: z.string(),
        value: z.string().optional(),
      }),
    ),
  }),
});
const AlertmanagerAlerts = z.array(
  z.object({
    labels: Labels,
    annotations: Labels.default({}),
    generatorURL: z.string().default(''),
    status: z.object({ state: z.string() }),
  }),
);
const AlertmanagerSilences = z.array(
  z.object({
    id: z.string(),
    comment: z.string(),
    endsAt: z.iso.datetime({ offset: true }),
    status: z.object({ state: z.string() }),
  }),
);
const NewSilence = z.object({ silenceID: z.string() });

/** Prometheus and Alertmanager by their HTTP APIs. */
export function createHttpMonitoring(guard: TargetGuard): Monitoring {
  async function ask(
    source: StoredAlertSource,
    path: string,
    { method = 'GET', body }: { method?: 'GET' | 'POST' | 'DELETE'; body?: unknown } = {},
  ): Promise<{ status: number; text: string }> {
    if (source.settings.kind === 'webhook') throw new Error('a receiver cannot be asked');
    const answer = await sendRequest(guard, {
      url: `${source.settings.url.replace(/\/+$/, '')}${path}`,
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'Anchorwatch',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(source.token !== null && { authorization: `Bearer ${source.token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs: TIMEOUT_MS,
      mostCharacters: MOST_CHARACTERS,
    });
    return { status: answer.status, text: answer.body };
  }

  async function read<T>(
    schema: z.ZodType<T>,
    ...[source, path, request]: Parameters<typeof ask>
  ): Promise<T> {
    const { status, text } = await ask(source, path, request);
    if (status < 200 || status >= 300) throw new Error(`it answered ${status}: ${text.trim().slice(0, 200)}`);
    if (text.length >= MOST_CHARACTERS)
      throw new Error('its answer is larger than 5 MiB: narrow what it sends');
    let content: unknown;
    try {
      content = JSON.parse(text);
    } catch (cause) {
      throw new Error('its answer is no JSON: is the address that of its API?', { cause });
    }
    const parsed = schema.safeParse(content);
    if (!parsed.success) throw new Error('its answer is not that of its API: is it of another kind?');
    return parsed.data;
  }

  return {
    async readAlerts(source): Promise<ExternalAlert[]> {
      if (source.settings.kind === 'prometheus') {
        const { data } = await read(PrometheusAlerts, source, '/api/v1/alerts');
        return data.alerts.map(({ labels, annotations, state, value }) => ({
          labels,
          annotations,
          isFiring: state === 'firing',
          isHeldBack: false,
          value: finite(Number(value)),
          url: '',
        }));
      }
      const alerts = await read(AlertmanagerAlerts, source, '/api/v2/alerts');
      return alerts.map(({ labels, annotations, generatorURL, status }) => ({
        labels,
        annotations,
        isFiring: true, // what has ended it does not tell
        isHeldBack: status.state === 'suppressed',
        value: null,
        url: generatorURL,
      }));
    },
    async listSilences(source) {
      const silences = await read(AlertmanagerSilences, source, '/api/v2/silences');
      return silences
        .filter(({ comment }) => comment.includes(silenceMark(source)))
        .map(({ id, comment, endsAt, status }) => ({
          id,
          comment,
          untilMs: Date.parse(endsAt),
          isOver: status.state === 'expired',
        }));
    },
    async putSilence(source, { id, labels, untilMs, createdBy, comment }) {
      const { silenceID } = await read(NewSilence, source, '/api/v2/silences', {
        method: 'POST',
        body: {
          ...(id !== undefined && { id }),
          matchers: Object.entries(labels).map(([name, value]) => ({
            name,
            value,
            isRegex: false,
            isEqual: true,
          })),
          startsAt: new Date().toISOString(),
          endsAt: new Date(untilMs).toISOString(),
          createdBy,
          comment,
        },
      });
      return silenceID;
    },
    async expireSilence(source, id) {
      const { status, text } = await ask(source, `/api/v2/silence/${encodeURIComponent(id)}`, {
        method: 'DELETE',
      });
      // One that is gone: 404 since 0.26, 500 before. One that is over already: also 500.
      const isGone = status === 404 || (status === 500 && /not found|already expired|expired/i.test(text));
      if (status >= 300 && !isGone) throw new Error(`it answered ${status}: ${text.trim().slice(0, 200)}`);
    },
    async postAlert(source, { labels, annotations, untilMs }) {
      const body = [
        { labels, annotations, startsAt: new Date().toISOString(), endsAt: new Date(untilMs).toISOString() },
      ];
      const { status, text } = await ask(source, '/api/v2/alerts', { method: 'POST', body });
      if (status >= 300) throw new Error(`it answered ${status}: ${text.trim().slice(0, 200)}`);
    },
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
