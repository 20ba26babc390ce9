import type { RolloutStore } from '#api/rollout-store.ts';
import { createSampleRouter } from '#api/services/sample-rollout/router.ts';
import type { TrafficAdapters } from '#api/traffic-adapter.ts';
import { speechRollout } from '#sample/speech-rollout.ts';

/** The recogniser of the sample has a router of its own, which moves nothing. */
export function withSampleRouter(
  adapters: TrafficAdapters,
  control: Pick<RolloutStore, 'listRollouts'>,
): TrafficAdapters {
  const { pipeline, stage } = speechRollout();
  const router = createSampleRouter(
    control,
    { pipeline, stage },
    {
      now: () => new Date(),
      caution: 'sample data: its requests stay as they were recorded, whatever a rollout decides',
    },
  );
  return {
    adapterOf: (slot) =>
      slot.pipeline === pipeline && slot.stage === stage ? router : adapters.adapterOf(slot),
  };
}
