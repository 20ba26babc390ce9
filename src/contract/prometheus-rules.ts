import { z } from 'zod';

/** Rules for a Prometheus that scrapes `/metrics`. */
export const PrometheusRules = z
  .object({
    rules: z.string().describe('a rule file, for `promtool check rules`'),
    tests: z.string().describe('a file for `promtool test rules`, beside the rule file'),
    notes: z
      .array(
        z.object({
          rule: z.string(),
          isLeftOut: z.boolean(),
          text: z.string().describe('why it was left out, or what Prometheus does differently'),
        }),
      )
      .describe('also as comments in the rule file'),
  })
  .meta({ id: 'PrometheusRules' });
export type PrometheusRules = z.infer<typeof PrometheusRules>;
