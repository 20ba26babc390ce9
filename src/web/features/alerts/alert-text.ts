import type { Alert, AlertBadge } from '#contract/alert.ts';
import type { NameOf } from '../../api/person-names.ts';
import { formatCount, formatValue, type Unit } from '../../format/number.ts';
import { metricLabel } from '../../format/metric-label.ts';
import { formatAge, formatInstant } from '../../format/time.ts';
import type { GlyphName } from '../../ui/glyph.tsx';

/** Where an alert is, as people say it: `speech / asr`. */
export function placeOf({ pipeline, stage }: Pick<Alert, 'pipeline' | 'stage'>): string {
  return stage === undefined ? pipeline : `${pipeline} / ${stage}`;
}

/** The limit that the alert is beyond: of its severity, else the only one there is. */
export function thresholdOf({
  rule: { thresholds },
  severity,
}: Pick<Alert, 'rule' | 'severity'>): number | undefined {
  return (severity && thresholds[severity]) ?? thresholds.critical ?? thresholds.warning;
}

/** `0.14 (limit 0.13)`, why there is nothing to say, or what another system says of its alert. */
export function valueText(
  alert: Pick<Alert, 'value' | 'rule' | 'severity' | 'reason' | 'source'>,
  unit: Unit,
): string {
  if (alert.reason !== null) return alert.reason;
  if (alert.source?.summary !== undefined) return alert.source.summary;
  const limit = thresholdOf(alert);
  return `${formatValue(alert.value, unit)}${limit === undefined ? '' : ` (limit ${formatValue(limit, unit)})`}`;
}

/** The name of one alert, or how many there are. */
export function titleOfAlerts(alerts: readonly Pick<Alert, 'rule'>[]): string {
  const [first] = alerts;
  return alerts.length === 1 && first ? first.rule.name : `${alerts.length} alerts`;
}

/** What a person must know first, in one sentence. */
export function alertSentence(
  alert: Alert,
  { unit, zone, nowMs }: { unit: Unit; zone: string; nowMs: number },
): string {
  const since =
    alert.firedAt === null ? '' : ` since ${formatInstant(Date.parse(alert.firedAt), zone, nowMs)}`;
  const who = [alert.version, alert.segment].filter((part) => part !== undefined).join(', ');
  const what = alert.kind === 'blind' ? `${alert.rule.name} sees nothing` : alert.rule.name;
  const metric = alert.metric === undefined ? '' : `${metricLabel(alert.metric)} of `;
  const n = alert.n === null ? '' : `, n ${formatCount(alert.n)}`;
  if (alert.source?.summary !== undefined && alert.reason === null) {
    return `${what}, ${placeOf(alert)}${since}${who && `, ${who}`}: ${alert.source.summary}`;
  }
  return `${what}: ${metric}${placeOf(alert)} ${valueText(alert, unit)}${since}${who && `, ${who}`}${n}.`;
}

/** How long the latest episode lasts, or lasted. */
export function ageOf({ firedAt, endedAt }: Pick<Alert, 'firedAt' | 'endedAt'>, nowMs: number): string {
  if (firedAt === null) return '–';
  return formatAge((endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(firedAt));
}

const markWords: Partial<Record<AlertBadge, GlyphName>> = {
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
  silenced: 'silenced',
  suppressed: 'silenced',
  pending: 'pending',
  recovering: 'recovering',
};

/** The shape that tells its state apart without colour. */
export function glyphOf({
  badge,
  severity,
  sight,
  kind,
}: Pick<Alert, 'badge' | 'severity' | 'sight' | 'kind'>): GlyphName {
  const mark = markWords[badge];
  if (mark) return mark;
  if (kind === 'blind' && badge === 'firing') return sight === 'error' ? 'ruleError' : 'noData';
  return badge === 'firing' ? (severity ?? 'info') : 'info';
}

/** What people and machine made of it, beside its state. */
export function handlingText(alert: Alert, { nameOf, nowMs }: { nameOf: NameOf; nowMs: number }): string {
  const { handling, mute, badge } = alert;
  if (handling.kind === 'acknowledged')
    return `acknowledged by ${nameOf(handling.by)} for ${leaseText(handling.until, nowMs)}`;
  if (handling.kind === 'snoozed')
    return `snoozed by ${nameOf(handling.by)} for ${leaseText(handling.until, nowMs)}`;
  if (mute?.kind === 'upstream') return `no message: it echoes ${mute.stage}`;
  if (mute?.kind === 'silence') return `no message: ${nameOf(mute.by)} silenced it: ${mute.reason}`;
  return badge;
}

function leaseText(until: string, nowMs: number): string {
  return `${formatAge(Math.max(0, Date.parse(until) - nowMs))} more`;
}
