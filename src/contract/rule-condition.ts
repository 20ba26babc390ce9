import { z } from 'zod';
import { Name } from './prediction.ts';

export const ruleStatistics = [
  'count',
  'rate',
  'mean',
  'p05',
  'p50',
  'p90',
  'p95',
  'p99',
  'missingShare',
  'share',
  'otherShare',
] as const;

/** What a rule takes of a metric. Only the shares need a category: `otherShare` is 1 minus that category's, as errors are what is not ok. */
export const RuleStatistic = z
  .enum(ruleStatistics)
  .meta({ id: 'RuleStatistic' })
  .describe('count and rate (per second) are of values; those of status are of requests');
export type RuleStatistic = z.infer<typeof RuleStatistic>;

const windowSeconds = z
  .number()
  .int()
  .min(60)
  .max(31 * 86_400)
  .multipleOf(60)
  .describe('the time before the slot that the value is taken from');

const metrics = z.array(Name).min(1).max(50).describe('each of them is an alert of its own');

const source = {
  metrics,
  statistic: RuleStatistic,
  category: z.string().max(500).optional().describe('of share and otherShare'),
  windowSeconds,
};

export const ruleDriftMethods = [
  'jensenShannon',
  'psi',
  'ks',
  'wasserstein',
  'chiSquare',
  'hellinger',
  'totalVariation',
] as const;

const driftMethod = z.enum(ruleDriftMethods);
const reference = Name.optional().describe('id of a reference; the newest of the stage when left out');
const level = z
  .number()
  .gt(0)
  .max(0.05)
  .describe('an effect counts only with evidence: a p-value below it, corrected for all metrics of the rule');

export const qualityMeasures = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'rocAuc',
  'brier',
  'mae',
  'rmse',
] as const;

const burnWindow = z.object({
  longSeconds: windowSeconds,
  shortSeconds: windowSeconds.describe('ends the alert soon after the burning does'),
  factor: z.number().positive().describe('how many times faster than allowed the budget may burn'),
});

/** How a rule comes to its value; what the value is compared with are the rule's levels. */
export const RuleCondition = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('metric'), ...source }),
    z
      .strictObject({
        kind: z.literal('change'),
        ...source,
        agoSeconds: z
          .number()
          .int()
          .min(60)
          .max(366 * 86_400)
          .multipleOf(60),
        as: z
          .enum(['difference', 'ratio'])
          .describe('ratio: 0.2 is 20 % more than then, −0.2 is 20 % less; difference: now minus then'),
      })
      .describe('the statistic against the same one of an earlier time'),
    z
      .strictObject({
        kind: z.literal('band'),
        ...source,
        weeks: z.number().int().min(1).max(12).describe('history that the band is made of'),
        sides: z.enum(['both', 'upper', 'lower']),
      })
      .describe(
        'how far the statistic lies outside what is usual in this hour of the week, in robust standard deviations (1.4826 · MAD around the median)',
      ),
    z
      .strictObject({
        kind: z.literal('shift'),
        ...source,
        baselineSlots: z.number().int().min(20).max(1_000).describe('windows that mean and spread come from'),
        slots: z.number().int().min(5).max(500).describe('windows after them that the sums run over'),
        slack: z
          .number()
          .gt(0)
          .max(5)
          .default(0.5)
          .describe('half the shift to be found, in standard deviations'),
        sides: z.enum(['both', 'upper', 'lower']),
      })
      .describe('a sustained shift: the CUSUM of the residuals, in standard deviations'),
    z
      .strictObject({
        kind: z.literal('drift'),
        metrics,
        method: driftMethod,
        reference,
        windowSeconds,
        level,
      })
      .describe('the effect of the test; without evidence it neither raises nor ends an alert'),
    z
      .strictObject({
        kind: z.literal('stageDrift'),
        group: z.enum(['input', 'output', 'all']),
        method: driftMethod,
        reference,
        windowSeconds,
        naming: z
          .enum(['benjaminiHochberg', 'benjaminiYekutieli'])
          .describe('how the metrics that moved are named; Yekutieli holds under any dependence'),
      })
      .describe(
        'all metrics of the stage under the rule’s budget, as the drift board judges a slot: the value is the largest log10 of the level over the adjusted p-value, so that 0 is the limit; the level is what the budget leaves to a check, less where the reference’s own time would raise too many; only changes of at least the method’s own warning count',
      ),
    z
      .strictObject({
        kind: z.literal('quality'),
        measure: z.enum(qualityMeasures),
        basis: z
          .enum(['measured', 'estimated'])
          .describe('from labels, or expected from confidences where labels are late'),
        reference,
        windowSeconds,
        leastRows: z.number().int().min(10).max(1_000_000).default(60),
      })
      .describe('quality of the window’s predictions'),
    z
      .strictObject({
        kind: z.literal('labelDelay'),
        measure: z.enum(['p50', 'p90', 'silence']),
        windowSeconds,
      })
      .describe('seconds from a row to its label, or since the latest label came'),
    z
      .strictObject({ kind: z.literal('runLate') })
      .describe('seconds by which the newest run that is due is overdue; 0 when it came whole'),
    z
      .strictObject({
        kind: z.literal('siteSilent'),
        sites: z.array(Name).max(500).optional().describe('all that sent within the window when left out'),
        windowSeconds: windowSeconds.describe('a site that sent nothing for so long is no longer expected'),
      })
      .describe('seconds since a site’s latest rows came; each site is an alert of its own'),
    z
      .strictObject({
        kind: z.literal('burnRate'),
        metric: Name,
        goodCategory: z.string().max(500).optional().describe('what a good answer is'),
        goodUpTo: z
          .number()
          .optional()
          .describe('or, of a number such as the latency in ms, what a good answer does not exceed'),
        objective: z.number().gt(0).lt(1).describe('share of good answers that was promised'),
        windows: z.array(burnWindow).min(1).max(6),
        leastBad: z
          .number()
          .int()
          .min(1)
          .max(1_000_000)
          .describe('with fewer bad answers in the long window nothing burns, whatever their share'),
      })
      .refine(({ windows }) => windows.every((window) => window.shortSeconds <= window.longSeconds), {
        error: 'a short window must not be longer than its long one',
      })
      .refine(({ goodCategory, goodUpTo }) => (goodCategory === undefined) !== (goodUpTo === undefined), {
        error: 'say what a good answer is, either by goodCategory or by goodUpTo',
      })
      .describe(
        'burn rate of the error budget over the factor, of the slower of both windows, the largest of the pairs: 1 is the limit',
      ),
    z
      .strictObject({ kind: z.literal('newCategory'), metrics, reference, windowSeconds, level })
      .describe('share of rows whose category the reference has never seen'),
    z
      .strictObject({
        kind: z.literal('composite'),
        rules: z
          .array(
            z.object({
              rule: Name.describe('name of a rule of the pipeline'),
              severity: z.enum(['warning', 'critical']),
            }),
          )
          .min(2)
          .max(10)
          .describe('a rule counts while an alert of it fires with at least that severity'),
        stale: z
          .enum(['hold', 'quiet', 'noData'])
          .describe(
            'what a rule that was not evaluated for three of its slots counts as: its last state, not firing, or no data for the composite',
          ),
      })
      .describe('how many of the rules fire, from their stored states; two levels deep at most'),
    z
      .strictObject({
        kind: z.literal('alarmBudget'),
        days: z.number().int().min(7).max(90).describe('that are looked back'),
      })
      .describe(
        'false alarms of the pipeline’s rules over those that the rule’s budget allows, or their own budgets together: 1 is the limit; only where so many would come with p < 0.05 by chance',
      ),
  ])
  .meta({ id: 'RuleCondition' });
export type RuleCondition = z.infer<typeof RuleCondition>;
