import type { PipelineEvent } from '#contract/event.ts';
import type { MetricSetting } from '#contract/metric-settings.ts';
import type { Pipeline } from '#contract/pipeline.ts';
import type { SeriesMove } from '#workers/tasks/series-tasks.ts';
import { createMetricBook } from '../format/metric-book.ts';
import { formatDuration, formatValue } from '../format/number.ts';
import { formatInstant } from '../format/time.ts';
import type { Moves } from './drift-moves.ts';
import { movedBefore } from './moved-before.ts';
import { seriesName, seriesUnit } from './series-name.ts';
import { turnOf } from './turn.ts';
import { upstreamOf } from './upstream.ts';

const mostLinks = 3;
/** A release this long before a change is told with it. */
const releaseLeadMs = 15 * 60_000;

/**
 * One sentence: which change came first, what was released just before it, and what moved after it downstream. It is
 * told around `focus`, or around the largest change. An order is "before", never "because of". What moved the way that the
 * team calls better is no trouble, and is told only where it is asked for or nothing else moved.
 */
export function movesStory(
  leads: Moves,
  pipeline: Pick<Pipeline, 'edges'>,
  events: readonly PipelineEvent[],
  {
    focus,
    settings,
    zone,
    nowMs,
  }: {
    focus: SeriesMove | undefined;
    settings: readonly MetricSetting[];
    zone: string;
    nowMs: number;
  },
): string {
  const isTrouble = troubleIn(leads, settings);
  const bySize = leads.moves.toSorted((a, b) => b.size - a.size);
  const largest = bySize.find(isTrouble) ?? bySize[0];
  const centre = focus ?? (largest && sourceOf(leads, pipeline, largest));
  if (!centre) return 'Nothing moved in this range: no series has a change that its noise would not explain.';

  const chain = [
    ...linksBefore(leads, pipeline, centre),
    centre,
    ...linksAfter(leads, pipeline, centre, isTrouble),
  ];
  const [first] = chain;
  const release = first && releaseBefore(first, events, upstreamOf(stageOf(leads, first), pipeline.edges));
  const steps = chain.map((move) => ({ timeMs: move.atMs, text: moveText(leads, move) }));
  if (release) steps.unshift({ timeMs: Date.parse(release.time), text: release.text });
  const parts = steps.map(({ timeMs, text }, index) => {
    const before = steps[index - 1];
    if (!before) return `${text} at ${formatInstant(timeMs, zone, nowMs)}`;
    const laterMs = timeMs - before.timeMs;
    return laterMs <= 0 ? `${text} at the same time` : `${text} ${formatDuration(laterMs)} later`;
  });
  return `${parts.join('; ')}.`;
}

/** `snr_db of vad fell from 17.7 dB to 15.3 dB`. */
export function moveText(
  { series }: Pick<Moves, 'series'>,
  { series: index, before, after }: SeriesMove,
): string {
  const choice = series[index];
  if (!choice) return '';
  const unit = seriesUnit(choice);
  const verb = after > before ? 'rose' : 'fell';
  return `${seriesName(choice)} of ${choice.stage} ${verb} from ${formatValue(before, unit)} to ${formatValue(after, unit)}`;
}

/** The change of the same field in the stage furthest upstream, where it may have been at the same time. */
function sourceOf(leads: Moves, { edges }: Pick<Pipeline, 'edges'>, move: SeriesMove): SeriesMove {
  const upstream = upstreamOf(stageOf(leads, move), edges);
  const distanceOf = (other: SeriesMove) => upstream.get(stageOf(leads, other)) ?? -1;
  const metric = leads.series[move.series]?.metric;
  const same = leads.moves
    .filter((other) => leads.series[other.series]?.metric === metric && distanceOf(other) >= 0)
    .filter((other) => other.fromMs < move.toMs && move.fromMs < other.toMs);
  return same.sort((a, b) => distanceOf(b) - distanceOf(a))[0] ?? move;
}

/** The nearest change upstream that came before for sure, and the one before that. */
function linksBefore(leads: Moves, pipeline: Pick<Pipeline, 'edges'>, centre: SeriesMove): SeriesMove[] {
  const links: SeriesMove[] = [];
  for (let move = centre; links.length < mostLinks - 1;) {
    const cause = movedBefore(leads, move, pipeline, []).precursors.find(
      ({ relation, isSure }) => relation === 'upstream' && isSure,
    );
    if (!cause) break;
    links.unshift(cause.move);
    move = cause.move;
  }
  return links;
}

/** The largest trouble of the stages behind that came after for sure. */
function linksAfter(
  leads: Moves,
  pipeline: Pick<Pipeline, 'edges'>,
  centre: SeriesMove,
  isTrouble: (move: SeriesMove) => boolean,
): SeriesMove[] {
  const followers = leads.moves
    .filter(isTrouble)
    .filter((move) => stageOf(leads, move) !== stageOf(leads, centre))
    .filter((move) =>
      movedBefore(leads, move, pipeline, []).precursors.some(
        (precursor) => precursor.move === centre && precursor.relation === 'upstream' && precursor.isSure,
      ),
    )
    .sort((a, b) => b.size - a.size);
  return followers.slice(0, 1);
}

/** Whether a change is not one for the better, by the team's word. */
function troubleIn({ series }: Moves, settings: readonly MetricSetting[]): (move: SeriesMove) => boolean {
  return (move) => {
    const choice = series[move.series];
    return !choice || turnOf(choice, move, createMetricBook(settings, choice.stage)) !== 'better';
  };
}

function releaseBefore(
  { fromMs, toMs }: SeriesMove,
  events: readonly PipelineEvent[],
  upstream: ReadonlyMap<string, number>,
): PipelineEvent | undefined {
  return events.findLast(({ time, stage }) => {
    const timeMs = Date.parse(time);
    return (stage === undefined || upstream.has(stage)) && timeMs >= fromMs - releaseLeadMs && timeMs < toMs;
  });
}

function stageOf({ series }: Pick<Moves, 'series'>, { series: index }: SeriesMove): string {
  return series[index]?.stage ?? '';
}
