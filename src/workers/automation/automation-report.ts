import type { AutomationSetting } from '#contract/automation.ts';
import { leastAudited } from '#control/automation/evidence-to-read.ts';
import { automationAt } from '#stats/quality/automation-at.ts';
import { automationCurve, type AutomationPoint } from '#stats/quality/automation-curve.ts';
import type { LabelledData } from '../quality/labelled-data.ts';
import { shareFrom } from './judge-automation.ts';
import { scoredRows, type ScoredRows } from './scored-rows.ts';

/** Rows of one version: those with a label, and a sample of all. */
export type AutomationInput = {
  labelledUrl: string;
  /** Those of them that were drawn at random for people. */
  auditedUrl: string;
  allUrl: string;
  scoreIs: AutomationSetting['scoreIs'];
  tau: number;
};

/** Counts and error shares are of labelled rows; `automatedShare` is of all rows. */
export type AutomationAtThreshold = AutomationPoint & { rows: number };

/** What would have happened on a day (UTC): rows of the sample, those that had acted, and those of them known to be wrong. */
export type RehearsedDay = {
  dayMs: number;
  rows: number;
  automated: number;
  labelledAutomated: number;
  errors: number;
};

export type AutomationReport =
  | {
      status: 'ok';
      basis: 'audit' | 'labels';
      labelled: number;
      all: number;
      /** Lowest threshold first. */
      curve: AutomationPoint[];
      at: AutomationAtThreshold;
      days: RehearsedDay[];
    }
  | { status: 'unavailable'; reason: 'rows' | 'scores' | 'labels' | 'answers' };

export type AutomationData = { labelled: LabelledData; audited: LabelledData; all: LabelledData };

const DAY_MS = 86_400_000;

export function automationReport(
  data: AutomationData,
  { scoreIs, tau }: Pick<AutomationInput, 'scoreIs' | 'tau'>,
): AutomationReport {
  if (data.all.timesMs.length === 0) return { status: 'unavailable', reason: 'rows' };
  if (data.labelled.timesMs.length === 0) return { status: 'unavailable', reason: 'labels' };
  const drawn = scoredRows(data.audited, data.all, scoreIs);
  const isAudit = !('reason' in drawn) && judgedOnly(drawn.labelled).timesMs.length >= leastAudited;
  const rows = isAudit ? drawn : scoredRows(data.labelled, data.all, scoreIs);
  if ('reason' in rows) return { status: 'unavailable', reason: rows.reason };
  const judged = judgedOnly(rows.labelled);
  if (judged.certainties.length === 0) {
    const hasScores = rows.all.certainties.some(Number.isFinite);
    return { status: 'unavailable', reason: hasScores ? 'labels' : 'scores' };
  }
  const ofAll = (point: AutomationPoint) => shareFrom(rows.all.certainties, point.threshold);
  const at = automationAt(judged.certainties, judged.isWrong, tau);
  return {
    status: 'ok',
    basis: isAudit ? 'audit' : 'labels',
    labelled: judged.certainties.length,
    all: rows.all.certainties.length,
    curve: automationCurve(judged.certainties, judged.isWrong)
      .map((point) => ({ ...point, automatedShare: ofAll(point) }))
      .reverse(),
    at: { ...at, automatedShare: ofAll(at) },
    days: rehearsedDays(rows, tau),
  };
}

function judgedOnly({ timesMs, certainties, isWrong }: ScoredRows): ScoredRows {
  const isJudged = (_: number, row: number) =>
    Number.isFinite(certainties[row]) && !Number.isNaN(isWrong[row]);
  return {
    timesMs: timesMs.filter(isJudged),
    certainties: certainties.filter(isJudged),
    isWrong: isWrong.filter(isJudged),
  };
}

function rehearsedDays(
  { labelled, all }: { labelled: ScoredRows; all: ScoredRows },
  tau: number,
): RehearsedDay[] {
  const days = new Map<number, RehearsedDay>();
  const dayOf = (timeMs: number): RehearsedDay => {
    const dayMs = Math.floor(timeMs / DAY_MS) * DAY_MS;
    const known = days.get(dayMs) ?? { dayMs, rows: 0, automated: 0, labelledAutomated: 0, errors: 0 };
    days.set(dayMs, known);
    return known;
  };
  for (const [row, timeMs] of all.timesMs.entries()) {
    const day = dayOf(timeMs);
    day.rows++;
    if ((all.certainties[row] as number) >= tau) day.automated++;
  }
  for (const [row, timeMs] of labelled.timesMs.entries()) {
    const wrong = labelled.isWrong[row] as number;
    if (Number.isNaN(wrong) || !((labelled.certainties[row] as number) >= tau)) continue;
    const day = dayOf(timeMs);
    day.labelledAutomated++;
    day.errors += wrong;
  }
  return [...days.values()].sort((a, b) => a.dayMs - b.dayMs);
}
