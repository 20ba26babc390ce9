import type { StageSummary } from '#contract/pipeline.ts';
import { formatValue, type Unit } from '../format/number.ts';

/** What a figure of a stage is held to. */
export type StageLimit = {
  value: number;
  /** `auto` is taken from the reference, `fixed` stands where nobody says anything. */
  origin: 'rule' | 'target' | 'auto' | 'fixed';
  severity: 'critical' | 'warning';
  text: string;
};

export type StageLimits = {
  latencyMs: StageLimit | undefined;
  errorShare: StageLimit;
  nullShare: StageLimit | undefined;
  /** What rules say of other lines, or again of these. */
  rules: readonly RuleLimit[];
  /** Name of the reference that the limits marked auto come from. */
  reference: string | undefined;
};

/** The first level of a rule on a metric of a stage, as a line in a chart. */
export type RuleLimit = {
  rule: string;
  metric: string;
  statistic: string;
  category: string | undefined;
  value: number;
  side: 'above' | 'below';
  severity: 'critical' | 'warning';
};

/** Of requests, where no rule says anything. */
export const mostErrors = 0.05;

/** What is known of the limits of a stage without a look at its rules and its reference. */
export function plainLimits({ latencyTargetMs }: Pick<StageSummary, 'latencyTargetMs'>): StageLimits {
  return {
    latencyMs:
      latencyTargetMs === undefined
        ? undefined
        : {
            value: latencyTargetMs,
            origin: 'target',
            severity: 'warning',
            text: `target ${formatValue(latencyTargetMs, 'ms')}`,
          },
    errorShare: {
      value: mostErrors,
      origin: 'fixed',
      severity: 'critical',
      text: limitText(mostErrors, 'share'),
    },
    nullShare: undefined,
    rules: [],
    reference: undefined,
  };
}

export function limitText(value: number, unit: Unit): string {
  return `limit ${formatValue(value, unit)}`;
}

export function isBeyond(value: number | null | undefined, limit: StageLimit | undefined): boolean {
  return value != null && limit !== undefined && value > limit.value;
}
