import type { OpenAlert, StageHeadline, StageSummary } from '#contract/pipeline.ts';
import { formatValue } from '../format/number.ts';
import { formatAge, formatInstant } from '../format/time.ts';
import { isBeyond, plainLimits, type StageLimits } from './stage-limits.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** More alerts of one severity than these are counted. */
const mostAlerts = 3;
/** A stage is silent when nothing came for this many of its usual intervals, but not before 5 minutes. */
const SILENT_INTERVALS = 30;
const SHORTEST_SILENCE_MS = 5 * MINUTE_MS;
/** After a week a silent stage is history, not news. */
const LONGEST_SILENCE_MS = 7 * DAY_MS;

const worstFirst = ['critical', 'warning', 'noData'] as const;

export type Finding = {
  severity: (typeof worstFirst)[number];
  text: string;
  /** What the text names that has a page of its own, in the order of the text. */
  links?: readonly FindingLink[];
};

/** A name, and the alert or the metric that it is of. */
export type FindingLink = { text: string } & (
  | { alert: string; feature?: undefined }
  | { alert?: undefined; feature: string }
);

/** What drift says of a stage: its worst metric that passed both effect and evidence. */
export type DriftNews = {
  metricId: string;
  metric: string;
  /** By which stages are compared; −1 where the score itself says nothing. */
  effect: number;
  score: string;
  /** What the score is of: a method, or what changed besides the distribution. */
  scoreName: string;
  /** When the drift that lasts began. */
  sinceMs: number | undefined;
  drifting: number;
};

export type StageEvidence = {
  stage: StageSummary;
  headline: StageHeadline | undefined;
  drift: DriftNews | undefined;
  /** Whether its rows should be coming in now. */
  isExpecting: boolean;
  /** Left out where they are not known yet. */
  limits?: StageLimits | undefined;
};

/** What is abnormal of a stage now, worst first; empty when it needs nobody. */
export function stageFindings(
  { stage, headline, drift, isExpecting, limits = plainLimits(stage) }: StageEvidence,
  { zone, nowMs }: { zone: string; nowMs: number },
): Finding[] {
  const findings = alertFindings(headline?.alerts ?? [], zone, nowMs);
  const { errorShare, latencyP95Ms, nullShare } = headline ?? {};
  const figures = [
    { name: 'errors', value: errorShare, unit: 'share', limit: limits.errorShare },
    { name: 'p95 latency', value: latencyP95Ms, unit: 'ms', limit: limits.latencyMs },
    { name: 'null outputs', value: nullShare, unit: 'share', limit: limits.nullShare },
  ] as const;
  for (const { name, value, unit, limit } of figures) {
    if (!limit || !isBeyond(value, limit)) continue;
    findings.push({
      severity: limit.severity,
      text: `${name} ${formatValue(value, unit)} (${limit.text})`,
    });
  }
  if (drift && drift.drifting > 0) {
    const links = [{ text: drift.metric, feature: drift.metricId }];
    findings.push({ severity: 'critical', text: describeDrift(drift, zone, nowMs), links });
  }
  const silentMs = isExpecting ? silenceOf(stage, headline, nowMs) : undefined;
  if (silentMs !== undefined)
    findings.push({ severity: 'noData', text: `no rows for ${formatAge(silentMs)}` });
  return findings.sort((a, b) => worstFirst.indexOf(a.severity) - worstFirst.indexOf(b.severity));
}

/** What fires, each severity in one finding. */
function alertFindings(alerts: readonly OpenAlert[], zone: string, nowMs: number): Finding[] {
  return (['critical', 'warning'] as const).flatMap((severity) => {
    const own = alerts.filter((alert) => alert.severity === severity);
    const [first] = own;
    if (!first) return [];
    const since = formatInstant(Date.parse(first.firedAt), zone, nowMs);
    const links = own.slice(0, mostAlerts).map(({ id, name }) => ({ text: name, alert: id }));
    const more = own.length > links.length ? ` and ${own.length - links.length} more` : '';
    const names = links.map(({ text }) => text).join(', ');
    return [{ severity, text: `alert ${names}${more} since ${since}`, links }];
  });
}

function describeDrift(drift: DriftNews, zone: string, nowMs: number): string {
  const others = drift.drifting > 1 ? ` and ${drift.drifting - 1} more drift` : ' drifts';
  const since = drift.sinceMs === undefined ? '' : ` since ${formatInstant(drift.sinceMs, zone, nowMs)}`;
  return `${drift.metric}${others}${since} (${drift.scoreName} ${drift.score} against the reference)`;
}

/** How long a stage that should be sending has sent nothing; undefined while that is nothing unusual. */
function silenceOf(
  { rows, firstSeen, lastSeen }: StageSummary,
  headline: StageHeadline | undefined,
  nowMs: number,
): number | undefined {
  if (firstSeen === undefined || lastSeen === undefined || rows < 2) return undefined;
  const lastMs = Math.max(Date.parse(lastSeen), Date.parse(headline?.lastSeen ?? lastSeen)); // two polls, two paces
  const usualMs = (lastMs - Date.parse(firstSeen)) / (rows - 1);
  const silentMs = nowMs - lastMs;
  const isSilent = silentMs > Math.max(SHORTEST_SILENCE_MS, SILENT_INTERVALS * usualMs);
  return isSilent && silentMs < LONGEST_SILENCE_MS ? silentMs : undefined;
}
