import type { Severity } from '#contract/alert-words.ts';
import type { RuleDefinition, RuleLevel } from '#contract/rule.ts';
import type { Rehearsal, Span } from '#control/alert/rehearse.ts';
import type { AlarmCurvePoint } from '#control/threshold/alarm-curve.ts';
import type { SeriesCondition } from '#control/threshold/series-history.ts';
import type { Direction } from '#control/threshold/rule-history.ts';
import type { ShiftDelay } from '#control/threshold/shift-delay.ts';
import type { SuggestedThreshold } from '#control/threshold/suggest-threshold.ts';
import type { SeriesChoice } from '../tasks/series-tasks.ts';

export type { AlarmCurvePoint, Direction, ShiftDelay, Span, SuggestedThreshold };

/** What a rule would have done. The series stay in the worker, so that dragging a limit asks for nothing. */
export interface RehearsalTasks {
  /** What there is to rehearse on, in so many points as a chart can show. */
  ruleHistory: { input: { source: RuleSource; direction: Direction }; output: RuleHistoryView };
  /** What a budget of false alarms asks for, and how alarms and delays depend on the threshold. */
  thresholdAdvice: { input: ThresholdAdviceInput; output: ThresholdAdvice };
  /** The alert machine over the history, once for each set of levels. */
  rehearseRules: { input: RehearsalInput; output: RuleRehearsal[] };
}

/** Where the values of a rule come from, in slots of `everyMs` that end after `fromMs` and by `toMs`. */
export type RuleSource = {
  /** By it a worker finds the history again. */
  key: string;
  fromMs: number;
  toMs: number;
  everyMs: number;
  /** Which alert of the rule: a metric, a site, a stage; the first when left out. */
  alert?: string | undefined;
} & (SeriesSource | PreviewSource | CompositeSource);

/** A statistic's series in pieces, because one answer holds a bounded number of slots. */
export type SeriesSource = {
  from: 'series';
  condition: SeriesCondition;
  pieces: readonly string[];
  series: SeriesChoice;
  seriesFromMs: number;
  windowMs: number;
  /** What the rule's values are of the series': a rate is a count over the seconds of a slot. */
  factor: number;
  /** A count of nothing is 0; anything else has no value then. */
  isZeroWithoutRows: boolean;
};

/** What the server says that the rule would have read; its levels play no part. */
export type PreviewSource = { from: 'preview'; pipeline: string; rule: RuleDefinition };

/** What did fire of the rules that a composite names. */
export type CompositeSource = {
  from: 'composite';
  pipeline: string;
  rules: readonly { ruleId: string; severity: Severity }[];
};

export type RuleHistoryView = {
  days: number;
  /** The median; NaN without values. */
  usual: number;
  least: number;
  greatest: number;
  /** Starts of the points, and the worst value in each; NaN where there is none. */
  pointsMs: Float64Array;
  values: Float64Array;
  sizes: Float64Array;
  /** Slots that a point stands for. */
  slotsInPoint: number;
  /** The alerts of the rule that have a history, the one shown among them. */
  alerts: readonly string[];
};

export type ThresholdAdviceInput = {
  source: RuleSource;
  direction: Direction;
  forSlots: number;
  keepSlots: number;
  perWeek: number;
  valuesAre: 'share' | 'count' | undefined;
  incidents: readonly Span[];
};

export type ThresholdAdvice = { suggestion: SuggestedThreshold; curve: AlarmCurvePoint[] };

export type RehearsedLevels = { warning?: RuleLevel | undefined; critical?: RuleLevel | undefined };

export type RehearsalInput = {
  source: RuleSource;
  direction: Direction;
  rules: readonly RehearsedLevels[];
  incidents: readonly Span[];
};

export type RuleRehearsal = Rehearsal & { shiftDelays: ShiftDelay[] };
