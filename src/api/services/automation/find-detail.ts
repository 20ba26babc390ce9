import type { AutomationDetail } from '#contract/automation-detail.ts';
import { livePhases, type RolloutPhase } from '#contract/rollout-words.ts';
import type { StageOf } from '../../automation-store.ts';
import type { Ports } from '../../ports.ts';
import { reviewQueue } from '../reviews/queue.ts';
import { freezeInForce } from '../rollouts/scene-of.ts';
import { getAutomation } from './find.ts';
import { readEvidence } from './read-evidence.ts';
import { recentTraffic } from './recent-window.ts';

const MOST_CHANGES = 100;

export async function findAutomationDetail(ports: Ports, of: StageOf): Promise<AutomationDetail> {
  const automation = await getAutomation(ports, of);
  const { setting } = automation;
  const [surroundings, changes, queue, traffic, evidence] = await Promise.all([
    surroundingsOf(ports, of),
    ports.control.listAutomationChanges(of, MOST_CHANGES),
    reviewQueue(ports, of),
    recentTraffic(ports, of),
    readEvidence(ports, of, { from: setting, to: setting }),
  ]);
  const { nowMs, latest, ...rest } = surroundings;
  const isGoverned = automation.generation > 0;
  return {
    automation,
    asOf: new Date(nowMs).toISOString(),
    changes,
    queue,
    load: {
      ratePerHour: traffic.ratePerHour,
      peoplePerHour: isGoverned ? evidence.peoplePerHour : 0,
    },
    rehearsed: {
      from: new Date(traffic.window.fromMs).toISOString(),
      to: new Date(traffic.window.toMs).toISOString(),
    },
    versions: traffic.versions.map(({ version, rows }) => ({ version, rows })),
    ...rest,
    controller: latest ? { rollout: latest.id, degree: latest.plan.controller } : null,
  };
}

/** What stands around a stage and may be in the way of a raise. */
export async function surroundingsOf({ control }: Ports, { pipeline, stage }: StageOf) {
  const nowMs = await control.currentTime();
  const [latest, open, freezes] = await Promise.all([
    control.listRollouts({ pipeline, stage }, 1),
    control.listRollouts({ pipeline, stage, isOpen: true }, 100),
    control.listFreezes(nowMs),
  ]);
  const live: readonly RolloutPhase[] = livePhases;
  const freeze = freezeInForce(freezes, { pipeline, stage }, nowMs);
  return {
    nowMs,
    latest: latest[0]?.rollout,
    liveRollout: open.find(({ rollout }) => live.includes(rollout.phase))?.rollout.id ?? null,
    freeze: freeze && { by: freeze.createdBy, until: freeze.until, reason: freeze.reason },
  };
}
