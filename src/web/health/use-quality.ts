import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDriftClient } from '../api/drift-client.tsx';
import { qualityQuery } from '../api/quality.ts';
import { stepFor, type TimeRange } from '../api/time-range.ts';
import { useNow } from '../shell/use-now.ts';
import { useRowScope } from '../url/use-row-scope.ts';
import { useView } from '../url/use-view.ts';

/** The worker joins slots until each has labels enough. */
const SLOTS = 60;

export function useQuality(
  pipeline: string,
  stage: string,
  range: TimeRange,
  { isEnabled = true }: { isEnabled?: boolean } = {},
) {
  const { view } = useView();
  const scope = useRowScope();
  const stepSeconds = stepFor(range, useNow(60_000), SLOTS);
  return useQuery({
    ...qualityQuery(useDriftClient(), { pipeline, stage, range, stepSeconds, reference: view.ref, ...scope }),
    subscribed: isEnabled,
    placeholderData: keepPreviousData,
    throwOnError: (_, query) => query.state.data === undefined,
  });
}
