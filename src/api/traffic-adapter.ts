import type { ConfiguredTraffic, Rollout, RolloutVersion, RouterTruth } from '#contract/rollout.ts';
import type { TrafficCapabilities } from '#contract/traffic-capabilities.ts';
import type { TrafficDocument } from '#contract/traffic.ts';

/** Who the arms of a document are, in the same write; and whose write it is, by a number that grows with each owner. */
export type TrafficWrite = {
  versions: Record<'stable' | 'candidate', RolloutVersion>;
  fence: number;
};

/** A candidate that loads for minutes is asked again in the next turn, so that it holds up no other rollout. */
export type WarmUp = { state: 'ready' } | { state: 'starting' | 'failed'; text: string };

/** Which router took the write; an error is that router's own. */
export type Applied = { routers: { router: string; error: string | null }[] };

/** What was read back, never what was written: `observe` asks the routers themselves. */
export type Observed = Omit<ConfiguredTraffic, 'isAsDesired'> & { routers: RouterTruth[] };

/** Whoever moves the traffic of one stage: the embedded gateway, nginx, HAProxy, KServe and others. */
export interface TrafficAdapter {
  readonly name: string;
  readonly capabilities: TrafficCapabilities;
  /** Starts the candidate without any traffic, and asks it something. */
  warmUp(rollout: Pick<Rollout, 'stable' | 'candidate'>): Promise<WarmUp>;
  /**
   * Writes a document to every router, idempotently. A raise goes to routers one by one; a write with a smaller fence
   * than one that a router has seen is refused by it. Partial success is an answer, not an exception.
   */
  apply(document: TrafficDocument, write: TrafficWrite): Promise<Applied>;
  observe(): Promise<Observed>;
}

/** The adapters that are set up, by the stage whose traffic they move. */
export interface TrafficAdapters {
  adapterOf(slot: { pipeline: string; stage: string }): TrafficAdapter | undefined;
}
