import { builtInMetrics, metricPrefixes, nameOf } from '#contract/metric.ts';
import type { Unit } from './number.ts';

const builtInLabels: Record<string, string> = {
  [builtInMetrics.status]: 'Errors',
  [builtInMetrics.latency]: 'Latency',
  [builtInMetrics.arrivalDelay]: 'Arrival delay',
  [builtInMetrics.prediction]: 'Outputs',
  [builtInMetrics.nullOutput]: 'Null outputs',
  [builtInMetrics.textLength]: 'Output length, characters',
  [builtInMetrics.confidence]: 'Confidence',
  [`${metricPrefixes.resource}cpu`]: 'CPU',
  [`${metricPrefixes.resource}gpu`]: 'GPU',
  [`${metricPrefixes.resource}memoryBytes`]: 'Memory',
};

/** What a chart of the metric is called: our own in words, the users' as they named them. */
export function metricLabel(metricId: string): string {
  return builtInLabels[metricId] ?? nameOf(metricId);
}

/** By the unit that names end in (`latencyMs`, `audio_seconds`, `volume_db`), else none. */
export function metricUnit(metricId: string): Unit {
  if (shareResources.test(metricId)) return 'share';
  const name = nameOf(metricId);
  return unitSuffixes.find(([suffix]) => suffix.test(name))?.[1] ?? 'none';
}

const shareResources = /^resource\.(cpu|gpu|disk|memory)$/;
const unitSuffixes: readonly (readonly [RegExp, Unit])[] = [
  [/(_ms|Ms)$/, 'ms'],
  [/(_s|_seconds|Seconds)$/, 's'],
  [/(_db|Db|_dB)$/, 'decibel'],
  [/(_bytes|Bytes)$/, 'bytes'],
  [/(_share|Share)$/, 'share'],
];
