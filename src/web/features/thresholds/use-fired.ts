import { useQuery } from '@tanstack/react-query';
import type { RuleEpisode } from '#contract/alarm-record.ts';
import type { Rule, RuleDefinition } from '#contract/rule.ts';
import { knownIncidents } from '#control/threshold/known-incidents.ts';
import type { Span } from '#workers/rehearsal/rehearsal-protocol.ts';
import { ruleEpisodesQuery } from '../../api/alarm-record.ts';

export type Fired = {
  /** Alarms of the rule itself. */
  own: (Span & { verdict: RuleEpisode['verdict'] })[];
  /** What people called real in the rule's stage, whichever rule saw it. */
  incidents: Span[];
  /** Alarms of the stage that nobody has judged. */
  unmarked: number;
};

/** What did fire, beside which a rehearsal says what would. */
export function useFired(
  pipeline: string,
  rule: Rule | undefined,
  { scope }: RuleDefinition,
  { alert, fromMs, toMs }: { alert: string | undefined; fromMs: number; toMs: number },
): Fired {
  const { data = [] } = useQuery(ruleEpisodesQuery(pipeline, { fromMs, toMs }));
  const spans = data.map(({ from, to, ...episode }) => ({
    ...episode,
    fromMs: Date.parse(from),
    toMs: to === null ? null : Date.parse(to),
  }));
  const ofStage = spans.filter(({ stage }) => scope.stage === undefined || stage === scope.stage);
  return {
    own: spans
      .filter(
        ({ ruleId, metric }) =>
          ruleId === rule?.id && (alert === undefined || metric === undefined || metric === alert),
      )
      .map((span) => ({ fromMs: span.fromMs, toMs: span.toMs ?? toMs, verdict: span.verdict })),
    incidents: knownIncidents(ofStage, toMs),
    unmarked: ofStage.filter(({ verdict }) => verdict === null).length,
  };
}
