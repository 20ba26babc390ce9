import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { DriftClient } from '#workers/drift-client.ts';
import type {
  Direction,
  RehearsalInput,
  RuleSource,
  ThresholdAdviceInput,
} from '#workers/rehearsal/rehearsal-protocol.ts';
import { reportTo } from './task-progress.ts';

/** What there is to rehearse a rule on. */
export function ruleHistoryQuery(drift: DriftClient, source: RuleSource, direction: Direction) {
  const queryKey: readonly unknown[] = ['rule-history', source.key, source.alert, direction];
  return queryOptions({
    queryKey,
    queryFn: ({ signal, client }) =>
      drift.run('ruleHistory', { source, direction }, { signal, onProgress: reportTo(client, queryKey) }),
    staleTime: Infinity,
    structuralSharing: false,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

/** What a budget of false alarms asks for; a newer question cancels the older one. */
export function thresholdAdviceQuery(drift: DriftClient, { source, ...question }: ThresholdAdviceInput) {
  return queryOptions({
    queryKey: ['threshold-advice', source.key, source.alert, question],
    queryFn: ({ signal }) =>
      drift.run('thresholdAdvice', { source, ...question }, { signal, priority: 'background' }),
    staleTime: Infinity,
    structuralSharing: false,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

/** What sets of levels would have done. While a limit is dragged, the last answer stays until the next one is there. */
export function ruleRehearsalQuery(drift: DriftClient, { source, ...question }: RehearsalInput) {
  return queryOptions({
    queryKey: ['rule-rehearsal', source.key, source.alert, question],
    queryFn: ({ signal }) => drift.run('rehearseRules', { source, ...question }, { signal }),
    staleTime: Infinity,
    structuralSharing: false,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
}
