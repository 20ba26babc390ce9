import { z } from 'zod';
import { AlertEpisode } from './alert-transition.ts';

const counts = {
  promisedPerWeek: z
    .number()
    .nullable()
    .describe('false alarms that were agreed to; null where nothing was promised'),
  weeks: z.number().describe('watched, half a year at most'),
  noise: z.number().int().describe('alarms that people called noise: the false ones'),
  real: z.number().int(),
  unmarked: z.number().int().describe('of which nobody said whether they were real'),
};

/** What a rule raised beside what it promised, since it decides as it does now. */
export const RuleAlarmRecord = z
  .object({
    ruleId: z.string(),
    ...counts,
    isShare: z.boolean().describe('the promise is its share of the board’s, not its own'),
  })
  .meta({ id: 'RuleAlarmRecord' });
export type RuleAlarmRecord = z.infer<typeof RuleAlarmRecord>;

/** The alarms of a pipeline beside what was promised. */
export const AlarmRecord = z
  .object({
    asOf: z.iso.datetime(),
    board: z
      .object({
        ...counts,
        ruleId: z.string().nullable().describe('the rule that keeps the board’s budget; null without one'),
        ownPerWeek: z.number().describe('what the rules promise by themselves, together'),
      })
      .describe('its active rules together'),
    rules: z.array(RuleAlarmRecord).describe('active and paused ones'),
  })
  .meta({ id: 'AlarmRecord' });
export type AlarmRecord = z.infer<typeof AlarmRecord>;

/** An episode with the rule that it belongs to. */
export const RuleEpisode = AlertEpisode.extend({
  ruleId: z.string(),
  stage: z.string().optional(),
  metric: z.string().optional(),
}).meta({ id: 'RuleEpisode' });
export type RuleEpisode = z.infer<typeof RuleEpisode>;
