import { silenceMark } from './silence-mark.ts';
import { isOpen } from '#control/alert/alert-state.ts';
import type {
  ExternalAlert,
  ExternalSilence,
  Projection,
  StoredAlertSource,
} from '../../alert-source-store.ts';
import type { StoredAlert } from '../../alert-store.ts';
import type { Ports } from '../../ports.ts';

type ProjectPorts = Pick<Ports, 'control' | 'monitoring'>;
type Wanted = { alert: StoredAlert; by: string; untilMs: number };
type Scene = {
  source: StoredAlertSource;
  silences: Map<string, ExternalSilence>;
  nowMs: number;
};

const MINUTE_MS = 60_000;
/** Clocks differ, and milliseconds are lost on the way. */
const SAME_END_MS = 5_000;
/**
 * Alertmanager's usual pause between messages of a group is 5 min: what comes to remind it of an alert must last until
 * then to be sent.
 */
const REMINDER_MS = 6 * MINUTE_MS;

/**
 * Shows other systems what people decided here: an acknowledgement or a snooze is a silence there, which ends with it. The
 * word itself is ours only: a silence that is gone there is made again, and one that nobody wants any more is ended.
 */
export async function projectHandling(ports: ProjectPorts): Promise<void> {
  const sources = (await ports.control.listAlertSources()).filter(
    ({ isEnabled, settings }) => isEnabled && settings.kind === 'alertmanager' && settings.projects,
  );
  await Promise.all(sources.map((source) => projectTo(ports, source)));
}

async function projectTo(ports: ProjectPorts, source: StoredAlertSource): Promise<void> {
  const { control } = ports;
  const nowMs = await control.currentTime();
  const [open, rows] = await Promise.all([
    control.listAlerts({ openSinceMs: nowMs }),
    control.listProjections(source.id),
  ]);
  const known = new Map(open.filter(({ state }) => isOpen(state)).map((alert) => [alert.id, alert]));
  const wanted = [...known.values()].flatMap((alert) => wantedOf(source, alert) ?? []);
  const isIdle =
    wanted.length === 0 && rows.every(({ state, alertId }) => state === 'spent' && !known.has(alertId));
  if (isIdle && source.projectionError === null) return;
  let projectionError: string | null = null;
  try {
    const silences = await ports.monitoring.listSilences(source);
    const scene = { source, nowMs, silences: new Map(silences.map((silence) => [silence.id, silence])) };
    await endUnwanted(ports, scene, rows, known, wanted);
    for (const one of wanted) await keepSilence(ports, scene, one, rows);
  } catch (fault) {
    projectionError = fault instanceof Error ? fault.message : String(fault);
  }
  if (projectionError !== source.projectionError)
    await control.recordSourceHealth(source.id, { projectionError });
}

/** Alerts of the source itself, and ours, which a channel may have sent there. */
function wantedOf(source: StoredAlertSource, alert: StoredAlert): Wanted | undefined {
  const { handling } = alert.state;
  const isShownThere = alert.kind === 'external' ? alert.rule.id === source.id : alert.rule.id !== source.id;
  if (!isShownThere || handling.kind === 'none') return undefined;
  return { alert, by: handling.by, untilMs: handling.untilMs };
}

/** What names the alert there, and nothing else. */
function labelsThere(alert: StoredAlert): Record<string, string> {
  return alert.kind === 'external' ? alert.labels : { anchorwatch_alert: alert.id };
}

function markOf(source: StoredAlertSource, { id, state }: StoredAlert): string {
  return `${silenceMark(source)}${id}/${state.episode}]`;
}

async function keepSilence(
  { control, monitoring }: ProjectPorts,
  { source, silences, nowMs }: Scene,
  { alert, by, untilMs }: Wanted,
  rows: readonly Projection[],
): Promise<void> {
  const { episode } = alert.state;
  const row = rows.find(({ alertId }) => alertId === alert.id);
  const mark = markOf(source, alert);
  // One whose id was not written down before a crash is known by its mark.
  const ours = [...silences.values()].find(
    ({ id, isOver, comment }) => !isOver && (id === row?.silenceId || comment.includes(mark)),
  );
  const isKept =
    ours !== undefined && ours.comment.includes(mark) && Math.abs(ours.untilMs - untilMs) < SAME_END_MS;
  if (untilMs <= nowMs) return;
  const silenceId = isKept
    ? ours.id
    : await monitoring.putSilence(source, {
        ...(ours && { id: ours.id }),
        labels: labelsThere(alert),
        untilMs,
        createdBy: by,
        comment: `${alert.state.handling.kind} in Anchorwatch by ${by} ${mark}`,
      });
  if (row?.silenceId === silenceId && row.episode === episode && row.state === 'live') return;
  await control.putProjection({ sourceId: source.id, alertId: alert.id, episode, silenceId, state: 'live' });
}

async function endUnwanted(
  ports: ProjectPorts,
  scene: Scene,
  rows: readonly Projection[],
  known: ReadonlyMap<string, StoredAlert>,
  wanted: readonly Wanted[],
): Promise<void> {
  const { control, monitoring } = ports;
  const { source, silences } = scene;
  const kept = new Set(wanted.map(({ alert }) => alert.id));
  for (const row of rows) {
    if (kept.has(row.alertId)) continue;
    const silence = silences.get(row.silenceId);
    if (silence && !silence.isOver) await monitoring.expireSilence(source, row.silenceId);
    const alert = known.get(row.alertId);
    if (alert) {
      await remind(ports, scene, alert);
      await control.deleteProjection(row);
    } else if (row.state === 'live') {
      await control.putProjection({ ...row, state: 'spent' });
    }
  }
  const marks = wanted.map(({ alert }) => markOf(source, alert));
  const rowIds = new Set(rows.map(({ silenceId }) => silenceId));
  for (const { id, comment, isOver } of silences.values()) {
    const isOrphan = !isOver && !rowIds.has(id) && !marks.some((mark) => comment.includes(mark));
    if (isOrphan) await monitoring.expireSilence(source, id);
  }
}

/**
 * When a silence ends, Alertmanager tells nobody that the alert still fires, or fires again, until its repeat interval is
 * over (prometheus/alertmanager#2896). A second alert beside it changes the group, and a changed group is sent at once.
 */
async function remind(
  { monitoring }: ProjectPorts,
  { source, nowMs }: Scene,
  alert: StoredAlert,
): Promise<void> {
  if (alert.state.condition !== 'firing') return;
  const there = (await monitoring.readAlerts(source)).filter((one) => isIt(alert, one));
  for (const { labels, annotations } of there)
    await monitoring.postAlert(source, {
      labels: { ...labels, anchorwatch_reason: 'not in hand any more' },
      annotations: {
        ...annotations,
        summary: `${labels['alertname'] ?? 'An alert'} fires, and nobody has it in hand in Anchorwatch any more`,
      },
      untilMs: nowMs + REMINDER_MS,
    });
}

function isIt(alert: StoredAlert, { labels }: ExternalAlert): boolean {
  if (labels['anchorwatch_reason'] !== undefined) return false;
  const own = Object.entries(labelsThere(alert));
  const isSame = own.every(([name, value]) => labels[name] === value);
  return isSame && (alert.kind !== 'external' || own.length === Object.keys(labels).length);
}
