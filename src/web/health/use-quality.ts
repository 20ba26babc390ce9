import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useDriftClient } from '../api/drift-client.tsx';
import { pollEvery, pollMs } from '../api/polling.ts';
import { qualityQuery } from '../api/quality.ts';
import { stepFor, type TimeRange } from '../api/time-range.ts';
import { useNow } from '../shell/use-now.ts';
import { parseCompare } from '../url/compare.ts';
import { useRowScope } from '../url/use-row-scope.ts';
import { useView } from '../url/use-view.ts';
import type { ComparedQuality } from './measure-panels.ts';
import type { StageCompare } from './use-compare.ts';

/** The worker joins slots until each has labels enough. */
const SLOTS = 60;

/** Stands where nothing is compared with, and is never asked for. */
const unasked: TimeRange = { from: '-1h', to: 'now' };

type Shown = { isEnabled?: boolean; throws?: boolean };

export function useQuality(
  pipeline: string,
  stage: string,
  range: TimeRange,
  { isEnabled = true, throws = true }: Shown = {},
) {
  return useQuery({
    ...qualityQuery(useDriftClient(), useSelection(pipeline, stage, range)),
    subscribed: isEnabled,
    placeholderData: keepPreviousData,
    throwOnError: (_, query) => throws && query.state.data === undefined,
  });
}

/** The quality of what the stage is held against; undefined until it is known, and where there is no such window or version. */
export function useComparedQuality(
  pipeline: string,
  stage: string,
  compare: StageCompare | undefined,
  { isEnabled = true }: Pick<Shown, 'isEnabled'> = {},
): ComparedQuality | undefined {
  const drift = useDriftClient();
  const selection = useSelection(pipeline, stage, compare?.range ?? unasked);
  const { name, shiftMs, version = selection.version } = compare ?? {};
  const isPast = version === selection.version;
  const [other] = useQueries({
    subscribed: isEnabled,
    queries: (shiftMs === undefined ? [] : [{ ...selection, version }]).map((asked) => ({
      ...qualityQuery(drift, asked),
      refetchInterval: pollEvery((isPast ? 60 : 12) * pollMs), // the past grows by late labels only
      meta: {},
    })),
  });
  const report = other?.data;
  return useMemo(
    () => (report && name !== undefined && shiftMs !== undefined ? { name, shiftMs, report } : undefined),
    [report, name, shiftMs],
  );
}

/** Against the reference that is compared with, else that of the page. */
function useSelection(pipeline: string, stage: string, range: TimeRange) {
  const { view } = useView();
  const scope = useRowScope();
  const asked = parseCompare(view.cmp);
  const reference = asked?.kind === 'reference' ? asked.id : view.ref;
  const stepSeconds = stepFor(range, useNow(60_000), SLOTS);
  return { pipeline, stage, range, stepSeconds, reference, ...scope };
}
