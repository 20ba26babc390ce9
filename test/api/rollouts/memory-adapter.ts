import type { Applied, Observed, TrafficAdapter, TrafficWrite, WarmUp } from '#api/traffic-adapter.ts';
import type { TrafficDocument } from '#contract/traffic.ts';
import { everything } from '../../control/rollout/rollouts.ts';

type Router = { document: TrafficDocument | null; fence: number | null; changedBy: string | null };

/** Two routers in memory, which fail as they are told. */
export function memoryAdapter(nowMs: () => number) {
  const routers: Router[] = Array.from({ length: 2 }, () => ({
    document: null,
    fence: null,
    changedBy: null,
  }));
  const writes: { document: TrafficDocument; write: TrafficWrite }[] = [];
  const failing = { apply: 0, lastRouter: 0, observe: 0, warmUp: { state: 'ready' } as WarmUp };

  const adapter: TrafficAdapter = {
    name: 'memory',
    capabilities: everything,
    warmUp: async () => failing.warmUp,
    async apply(document, write): Promise<Applied> {
      writes.push({ document, write });
      if (failing.apply-- > 0) throw new Error('connection refused');
      const isPartial = failing.lastRouter-- > 0;
      return {
        routers: routers.map((router, i) => {
          const name = `router-${i}`;
          if (isPartial && i > 0) return { router: name, error: 'timeout' };
          if (write.fence < (router.fence ?? 0)) return { router: name, error: 'an older fence' };
          Object.assign(router, { document: structuredClone(document), fence: write.fence, changedBy: null });
          return { router: name, error: null };
        }),
      };
    },
    async observe(): Promise<Observed> {
      if (failing.observe-- > 0) throw new Error('no answer');
      const read = routers.map((router, i) => ({
        router: `router-${i}`,
        error: null,
        ...structuredClone(router),
      }));
      return { at: new Date(nowMs()).toISOString(), source: 'memory', routers: read };
    },
  };
  return { adapter, routers, writes, failing };
}
