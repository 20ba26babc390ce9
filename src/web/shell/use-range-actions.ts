import { useQuery } from '@tanstack/react-query';
import { pipelinesQuery } from '../api/pipelines.ts';
import { isLive, type TimeRange } from '../api/time-range.ts';
import { pipelineOf, type Place } from '../url/links.ts';
import { fleetDefaultRange, rangeOf } from '../url/use-time-range.ts';
import { useView } from '../url/use-view.ts';
import { freezeRange, shiftRange, thawRange, zoomRange } from './time-range-moves.ts';

export interface RangeActions {
  range: TimeRange;
  /** Whether the range moves with the clock. */
  isLive: boolean;
  choose: (range: TimeRange) => void;
  shift: (direction: -1 | 1) => void;
  zoom: (factor: number) => void;
  toggleLive: () => void;
}

/** The range that the page shows, and the moves that the frame, its keys and the palette share. */
export function useRangeActions(place: Place | undefined): RangeActions {
  const { view, setView } = useView();
  const { data: pipelines = [] } = useQuery(pipelinesQuery());
  const name = pipelineOf(place);
  const usual = pipelines.find((pipeline) => pipeline.name === name)?.defaultRange ?? fleetDefaultRange;
  const range = rangeOf(view, usual);

  const choose = ({ from, to }: TimeRange, live = true) => {
    const isUsual = from === usual.from && to === usual.to;
    setView(isUsual ? { from: undefined, to: 'now', live } : { from, to, live });
  };
  return {
    range,
    isLive: isLive(range),
    choose: (chosen) => choose(chosen),
    shift: (direction) => choose(shiftRange(range, direction, Date.now())),
    zoom: (factor) => choose(zoomRange(range, factor, Date.now())),
    toggleLive: () =>
      isLive(range) ? choose(freezeRange(range, Date.now()), false) : choose(thawRange(range, Date.now())),
  };
}
