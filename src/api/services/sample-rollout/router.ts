import type { RolloutStore } from '../../rollout-store.ts';
import type { TrafficAdapter } from '../../traffic-adapter.ts';
import type { TrafficDocument } from '#contract/traffic.ts';

const ROUTER = 'simulated';
const MOST_LATEST = 20;

/**
 * The router of a sample stage: it keeps what it is told, and after a restart what the latest rollout wants.
 *
 * @param caution what becomes of the sample's requests
 */
export function createSampleRouter(
  control: Pick<RolloutStore, 'listRollouts'>,
  slot: { pipeline: string; stage: string },
  { now, caution }: { now: () => Date; caution: string },
): TrafficAdapter & { current: () => TrafficDocument | null } {
  /** Undefined before it was asked for the first time. */
  let written: { document: TrafficDocument | null; fence: number } | undefined;

  /** What a process before this one was told. */
  async function recalled() {
    const latest = await control.listRollouts(slot, MOST_LATEST);
    const document = latest.find(({ rollout }) => rollout.step >= 0)?.rollout.desired ?? null;
    return { document, fence: 0 };
  }

  return {
    name: ROUTER,
    capabilities: {
      smallestShare: 1,
      onlyShares: null,
      mirror: 'share',
      stickyKey: true,
      force: true,
      audit: false,
      cautions: [caution],
    },
    warmUp: async () => ({ state: 'ready' }),
    async apply(document, { fence }) {
      const error =
        written && fence < written.fence ? `a later writer (fence ${written.fence}) was here` : null;
      if (error === null) written = { document, fence };
      return { routers: [{ router: ROUTER, error }] };
    },
    async observe() {
      written ??= await recalled();
      const truth = { router: ROUTER, ...written, error: null, changedBy: null };
      return { at: now().toISOString(), source: 'the sample: no request is really moved', routers: [truth] };
    },
    current: () => written?.document ?? null,
  };
}
