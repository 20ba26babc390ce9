import { type ChartFeed, createFeed } from '../../charts/chart-feed.ts';
import { phaseOf } from '../../charts/domain.ts';
import { runInFrame } from '../../charts/frame-queue.ts';
import type { TimeSeriesChartProps } from '../../charts/time-series.ts';
import type { SeriesData } from '../../api/series-merge.ts';
import type { PanelVerdict } from './panel-verdict.ts';

/** One small chart, and what stands beside it. */
export type BoardPanel = {
  id: string;
  chart: TimeSeriesChartProps;
  verdict: PanelVerdict | undefined;
  /** The largest share of missing values, in words. */
  missing: string | undefined;
};

/** What React draws of a panel. Its numbers are in the feed. */
export type PanelFrame = {
  id: string;
  feed: ChartFeed;
  title: string;
  firstLine: string | undefined;
  severity: PanelVerdict['severity'] | undefined;
  verdict: string | undefined;
  missing: string | undefined;
};

export interface PanelBoard {
  /** The frames of what `describe` makes of the data: the very same list for as long as only numbers differ. */
  show: (data: SeriesData, describe: (data: SeriesData) => readonly BoardPanel[]) => readonly PanelFrame[];
}

/** The panels of a group between two polls: numbers go to the charts frame by frame, the rest to React when it changes. */
export function createPanelBoard(): PanelBoard {
  let last: Parameters<PanelBoard['show']> | undefined;
  let frames: readonly PanelFrame[] = [];
  return {
    show(data, describe) {
      if (last?.[0] === data && last[1] === describe) return frames;
      last = [data, describe];
      const known = new Map(frames.map((frame) => [frame.id, frame]));
      const next = describe(data).map((panel) => frameOf(panel, known.get(panel.id)));
      if (next.length !== frames.length || next.some((frame, at) => frame !== frames[at])) frames = next;
      return frames;
    },
  };
}

function frameOf({ id, chart, verdict, missing }: BoardPanel, before: PanelFrame | undefined): PanelFrame {
  const frame: PanelFrame = {
    id,
    feed: feedOf(id, chart, before?.feed),
    title: chart.title,
    firstLine: chart.series[0]?.name,
    severity: verdict?.severity,
    verdict: verdict?.text,
    missing,
  };
  const fields = Object.keys(frame) as (keyof PanelFrame)[];
  return before && fields.every((field) => frame[field] === before[field]) ? before : frame;
}

/** Another source is another feed, which shows at once; what a poll adds waits for a frame that has room. */
function feedOf(id: string, chart: TimeSeriesChartProps, feed: ChartFeed | undefined): ChartFeed {
  if (feed?.read().source !== chart.source || !feed) return createFeed(chart, phaseOf(id));
  runInFrame(feed, () => feed.publish(chart));
  return feed;
}
