import type { SlotSelection } from '#api/prediction-log.ts';
import { MINUTE_MS, START_MS } from './log-rows.ts';

export const QUANTILES = [0, 0.05, 0.5, 0.95, 0.99, 1];

export function at(minutes: number): number {
  return START_MS + minutes * MINUTE_MS;
}

export function window(from: number, to: number) {
  return { fromMs: at(from), toMs: at(to) };
}

export function select(pipeline: string): SlotSelection {
  return { pipeline, stage: 'asr', role: 'live', ...window(0, 4 * 24 * 60), stepMs: MINUTE_MS };
}
