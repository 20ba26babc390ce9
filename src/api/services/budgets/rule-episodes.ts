import type { RuleEpisode } from '#contract/alarm-record.ts';
import type { Ports } from '../../ports.ts';
import type { Window } from '../../prediction-log.ts';
import { toEpisode } from '../alerts/to-history.ts';
import { getPipeline } from '../pipelines/find.ts';

const MOST = 5_000;

export async function listRuleEpisodes(
  ports: Ports,
  { pipeline, ...window }: Window & { pipeline: string },
): Promise<RuleEpisode[]> {
  await getPipeline(ports, pipeline);
  const episodes = await ports.control.listEpisodes({ ...window, pipeline }, MOST);
  return episodes
    .filter(({ alert }) => alert.kind === 'rule')
    .map((episode) => {
      const { rule, stage, metric } = episode.alert;
      return {
        ...toEpisode(episode),
        ruleId: rule.id,
        ...(stage !== undefined && { stage }),
        ...(metric !== undefined && { metric }),
      };
    });
}
