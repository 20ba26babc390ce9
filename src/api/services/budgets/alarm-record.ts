import type { AlarmRecord } from '#contract/alarm-record.ts';
import { type AlarmCounts, countAlarms } from '#control/threshold/alarm-record.ts';
import { boardCounts, type SharedBudget, shareBudget } from '#control/threshold/share-budget.ts';
import { watchedSpans } from '#control/threshold/watched-spans.ts';
import type { Rule } from '#contract/rule.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { getPipeline } from '../pipelines/find.ts';

const HALF_YEAR_MS = 26 * 7 * 86_400_000;
const MOST_EPISODES = 20_000;

type Control = Pick<Ports, 'control'>;
type RuleCounts = AlarmCounts & { ruleId: string };

/** The alarms of a pipeline beside what was promised. */
export async function alarmRecord(ports: Ports, pipeline: string): Promise<AlarmRecord> {
  await getPipeline(ports, pipeline);
  const nowMs = await ports.control.currentTime();
  const { rules, budgetRule, shared, board } = await countedRules(ports, pipeline, {
    fromMs: nowMs - HALF_YEAR_MS,
    toMs: nowMs,
  });
  return {
    asOf: new Date(nowMs).toISOString(),
    board: {
      ...board,
      promisedPerWeek: shared.boardPerWeek ?? null,
      ruleId: budgetRule?.id ?? null,
      ownPerWeek: shared.ownPerWeek,
    },
    rules: rules.map(({ rule, counts }) => ({
      ...counts,
      promisedPerWeek: rule.budget?.perWeek ?? shared.perWeek.get(rule.id) ?? null,
      isShare: rule.budget === undefined && shared.perWeek.has(rule.id),
    })),
  };
}

export type CountedRules = {
  rules: { rule: Rule; counts: RuleCounts }[];
  /** The one that keeps the budget of the board. */
  budgetRule: Rule | undefined;
  shared: SharedBudget;
  board: ReturnType<typeof boardCounts>;
};

/** The alarms of a window, counted for the rules in force, and what these share. */
export async function countedRules(
  { control }: Control,
  pipeline: string,
  window: Window,
): Promise<CountedRules> {
  const [inForce, versions, episodes] = await Promise.all([
    control.listRules(pipeline),
    control.listPipelineVersions(pipeline),
    control.listEpisodes({ ...window, pipeline }, MOST_EPISODES),
  ]);
  const oldestMs = episodes.length < MOST_EPISODES ? window.fromMs : (episodes.at(-1)?.fromMs ?? 0);
  const versionsOf = Map.groupBy(versions, ({ ruleId }) => ruleId);
  const fired = episodes.filter(({ alert }) => alert.kind === 'rule');
  const episodesOf = Map.groupBy(fired, ({ alert }) => alert.rule.id);
  const rules = inForce
    .filter(({ condition }) => condition.kind !== 'alarmBudget')
    .map((rule) => {
      const spans = watchedSpans(versionsOf.get(rule.id) ?? [], window.toMs).flatMap((span) => {
        const fromMs = Math.max(oldestMs, span.fromMs);
        return fromMs < span.toMs ? [{ fromMs, toMs: span.toMs }] : [];
      });
      return { rule, counts: { ruleId: rule.id, ...countAlarms(spans, episodesOf.get(rule.id) ?? []) } };
    });
  const budgetRule = inForce.find(({ condition }) => condition.kind === 'alarmBudget');
  const active = rules.filter(({ rule }) => rule.state === 'active');
  const shared = shareBudget(
    budgetRule?.budget?.perWeek,
    active.map(({ rule: { id, budget } }) => ({ id, perWeek: budget?.perWeek })),
  );
  const board = boardCounts(
    shared,
    active.map(({ counts }) => counts),
  );
  return { rules, budgetRule, shared, board };
}
