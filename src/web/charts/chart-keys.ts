import type { KeyboardEvent } from 'react';
import type { ChartHandle, ChartRoom } from './crosshair-context.ts';
import { nearestIndex } from './samples.ts';

/** What a focused chart does with a key; see `ChartGroup`. */
export function answerChartKey(
  event: KeyboardEvent,
  room: ChartRoom,
  handle: ChartHandle,
  { times, onTable }: { times: Float64Array; onTable: () => void },
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { crosshair, selection } = room;
  const { time } = crosshair.getState();
  const span = selection.getState();
  const last = times.length - 1;
  const stride = event.shiftKey ? 10 : 1;
  // Without a crosshair the first key shows the latest sample, from where one walks back.
  const index = time === undefined ? undefined : nearestIndex(times, time);
  const go = (target: number) => {
    const sample = times[Math.min(last, Math.max(0, target))];
    if (sample === undefined) return;
    crosshair.move(handle.id, sample);
    selection.extend(sample);
  };
  const actions: Record<string, () => void> = {
    ArrowLeft: () => go(index === undefined ? last : index - stride),
    ArrowRight: () => go(index === undefined ? last : index + stride),
    Home: () => go(0),
    End: () => go(last),
    ArrowUp: () => goToNeighbour(-1),
    ArrowDown: () => goToNeighbour(1),
    Enter: () => (span ? room.chooseSpan() : index === undefined ? go(last) : crosshair.togglePin()),
    Escape: () => (span ? selection.cancel() : crosshair.close()),
    v: onTable,
    ...(room.onSpan && { b: markBorder }),
  };
  const action = actions[event.key];
  if (!action || (event.key === 'Escape' && time === undefined && !span)) return;
  event.preventDefault();
  action();

  function markBorder() {
    if (time === undefined) {
      go(last);
      const latest = times[last];
      if (latest !== undefined) selection.begin(latest);
    } else if (span) selection.fix(time);
    else selection.begin(time);
  }

  function goToNeighbour(direction: 1 | -1) {
    const members = room.listCharts(handle.group);
    const neighbour = members[members.indexOf(handle) + direction];
    if (!neighbour) return;
    neighbour.element.focus();
    neighbour.element.scrollIntoView({ block: 'nearest' });
    const sample = time ?? times[last];
    if (sample !== undefined) crosshair.move(neighbour.id, sample);
  }
}
