import { z } from 'zod';
import { RuleFile } from './rule.ts';

const duration = z
  .string()
  .regex(/^(0|(\d+[smhdw])+)$/)
  .describe('such as 5m or 1h30m');

const InputSeries = z.strictObject({
  series: z
    .string()
    .describe(
      'value{alertname="NAME", …}: what the rule reads of the alert with these labels; statistic{…}: the series that a change, a band or a shift is made of; n{…}: the rows behind each; evidence{…}: 0 where an effect may be chance',
    ),
  values: z.string().describe('as Prometheus writes them: 1 1+2x10 _x3; _ is a slot without a value'),
});

/** Tests of rules, in the shape of Prometheus's rule tests. */
export const RuleTestFile = z
  .strictObject({
    rule_files: z.array(z.string()).optional().describe('files of rules, from the folder of this one'),
    rules: RuleFile.optional().describe('or the rules themselves'),
    evaluation_interval: duration.default('1m').describe('of tests that name no interval'),
    tests: z
      .array(
        z.strictObject({
          name: z.string().optional(),
          interval: duration.optional().describe('between two values of a series'),
          input_series: z.array(InputSeries),
          alert_rule_test: z.array(
            z.strictObject({
              eval_time: duration,
              alertname: z.string().describe('name of the rule'),
              exp_alerts: z
                .array(z.strictObject({ exp_labels: z.record(z.string(), z.string()) }))
                .default([])
                .describe('all alerts of the rule that are open then, with all their labels and severity'),
            }),
          ),
        }),
      )
      .min(1),
  })
  .refine(({ rule_files, rules }) => rules !== undefined || (rule_files?.length ?? 0) > 0, {
    error: 'name rule_files, or write rules',
  });
export type RuleTestFile = z.infer<typeof RuleTestFile>;
export type RuleTest = RuleTestFile['tests'][number];
