import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Bands } from '#contract/bands.ts';
import { bandsQuery } from '../../api/bands.ts';
import { useDataCondition } from '../../api/data-age.ts';
import { useMetricBook } from '../../api/metric-settings.ts';
import { pollEvery, pollMs } from '../../api/polling.ts';
import type { SeriesData } from '../../api/series-merge.ts';
import { seriesQuery } from '../../api/series.ts';
import { isLive, resolveRange } from '../../api/time-range.ts';
import { useNewest } from '../../api/use-newest.ts';
import { formatValue } from '../../format/number.ts';
import { parseCompare } from '../../url/compare.ts';
import { useRowScope } from '../../url/use-row-scope.ts';
import { useView } from '../../url/use-view.ts';
import { comparedPanels } from './compared-panels.ts';
import type { MetricGroupBlockProps } from './metric-group-block.tsx';
import { type BoardPanel, createPanelBoard, type PanelFrame } from './panel-board.ts';
import { panelVerdict } from './panel-verdict.ts';

/** The panels of a group; undefined until the first answer. The last answer's stay while another question loads. */
export function useGroupFrames(props: MetricGroupBlockProps): {
  frames: readonly PanelFrame[] | undefined;
  isPlaceholder: boolean;
} {
  const { group, pipeline, stage, range, stepSeconds, isOnScreen } = props;
  const scope = useRowScope();
  const options = seriesQuery({ pipeline, stage: stage.name, group, stepSeconds, range, ...scope });
  const { data: loaded, isPlaceholderData } = useQuery({
    ...options,
    subscribed: isOnScreen,
    placeholderData: keepPreviousData,
    throwOnError: (_, query) => query.state.data === undefined,
    notifyOnChangeProps: ['status', 'isPlaceholderData'],
  });
  const describe = useDescription(props);
  const [board] = useState(createPanelBoard);
  const show = (newest: SeriesData | undefined) => {
    const data = newest ?? loaded;
    return data && board.show(data, describe);
  };
  return { frames: useNewest(options.queryKey, show), isPlaceholder: isPlaceholderData };
}

/** What panels to make of the data of a group: what was usual, what they are held against, and what is abnormal. */
function useDescription({
  group,
  pipeline,
  stage,
  range,
  stepSeconds,
  compare,
  drift,
  limits: { rules },
  markers,
  isOnScreen,
}: MetricGroupBlockProps): (data: SeriesData) => BoardPanel[] {
  const scope = useRowScope();
  const { view } = useView();
  const asked = parseCompare(view.cmp);
  const reference = asked?.kind === 'reference' ? asked.id : view.ref;
  const selection = { pipeline, stage: stage.name, group, stepSeconds };
  const { data: bands } = useQuery({
    ...bandsQuery({ ...selection, reference, segments: scope.segments }),
    subscribed: isOnScreen,
  });
  const past = compare?.shiftMs === undefined ? [] : [compare];
  const [compared] = useQueries({
    subscribed: isOnScreen,
    queries: past.map(({ range, version = scope.version }) => ({
      ...seriesQuery({ ...selection, ...scope, range, version }),
      refetchInterval: pollEvery(version === scope.version ? 12 * pollMs : pollMs), // the past grows by late rows only
      meta: {},
    })),
  });
  // How many requests are usual is known of all versions together only.
  const usual = useMemo((): Bands | undefined => {
    return bands && scope.version !== undefined ? { ...bands, requests: null } : bands;
  }, [bands, scope.version]);
  const book = useMetricBook(pipeline, stage.name);
  const isStale = useDataCondition() === 'stale' && isLive(range);
  const { latencyTargetMs } = stage;
  const driftingId = drift && drift.drifting > 0 ? drift.metricId : undefined;
  const other = compared?.data;
  return useCallback(
    (data) => {
      const stepMs = data.stepSeconds * 1000;
      const openFrom = isLive(range) ? Math.floor(data.asOfMs / stepMs) * stepMs : undefined;
      const { fromMs, toMs } = resolveRange(range, data.asOfMs, data.stepSeconds);
      const panels = comparedPanels(data, {
        group,
        latencyTargetMs,
        rules,
        bands: usual,
        reference: compare?.isReference ? compare.name : undefined,
        book,
        other:
          other && compare?.shiftMs !== undefined
            ? { name: compare.name, shiftMs: compare.shiftMs, data: other }
            : undefined,
      });
      return panels.map((panel) => {
        const { id, mostMissing, ...lines } = panel;
        const verdict =
          id === driftingId
            ? { severity: 'critical' as const, text: 'drifts against the reference' }
            : panelVerdict(panel, data.times, { openFrom, worse: book.worse(id) });
        const chart = {
          ...lines,
          source: data.origin,
          times: data.times,
          step: stepMs,
          domain: [fromMs, toMs] as const,
          markers,
          openFrom,
          staleFrom: isStale ? data.asOfMs : undefined,
        };
        const missing = mostMissing === undefined ? undefined : formatValue(mostMissing, 'share');
        return { id, chart, verdict, missing };
      });
    },
    [range, group, latencyTargetMs, rules, usual, compare, book, other, driftingId, markers, isStale],
  );
}
