import { useRef, useState } from 'react';
import type { EventKind, PipelineEvent } from '#contract/event.ts';
import { useCrosshair } from '../../charts/crosshair-context.ts';
import { useWidth } from '../../charts/use-width.ts';
import { formatInstant } from '../../format/time.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './event-lane.module.css';
import { clusterEvents, type EventCluster } from './event-clusters.ts';

const marks: Record<EventKind, string> = {
  versionFirstSeen: '◐',
  versionTookOver: '●',
  pipelineChanged: '◇',
  ruleChanged: '⇕',
  referenceCreated: '▭',
  labelsArrived: '✓',
  alertFired: '!',
  alertEnded: '○',
  rolloutStep: '▸',
  note: '✎',
};

/** What happened, on one lane over the charts; the one under pointer or focus draws a line through all of them. */
export function EventLane({
  events,
  fromMs,
  toMs,
}: {
  events: readonly PipelineEvent[];
  fromMs: number;
  toMs: number;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const room = useCrosshair();
  const zone = useZone();
  const [shown, setShown] = useState<EventCluster>();
  const clusters = clusterEvents(events, { fromMs, toMs, width });
  const show = (cluster: EventCluster) => {
    setShown(cluster);
    room?.crosshair.hover('events', cluster.timeMs);
  };
  const hide = () => {
    setShown(undefined);
    room?.crosshair.leave();
  };
  return (
    <div>
      <div ref={box} className={styles.lane} role="group" aria-label="Events on the time axis">
        {events
          .filter(({ until }) => until !== undefined)
          .map((event) => (
            <span
              key={`${event.time} ${event.noteId ?? event.alertId ?? ''}`}
              className={styles.span}
              data-severity={event.severity}
              style={spanStyle(event, fromMs, toMs, width)}
              aria-hidden="true"
            />
          ))}
        {clusters.map((cluster) => (
          <button
            key={cluster.timeMs}
            type="button"
            data-kind="plain"
            className={styles.mark}
            style={{ left: cluster.left }}
            aria-label={`${cluster.events.length > 1 ? `${cluster.events.length} events, ` : ''}${formatInstant(cluster.timeMs, zone, toMs)}: ${cluster.events.map(({ text }) => text).join('; ')}`}
            onPointerEnter={() => show(cluster)}
            onPointerLeave={hide}
            onFocus={() => show(cluster)}
            onBlur={hide}
            onClick={() => room?.crosshair.togglePin()}
          >
            {cluster.events.length > 1 ? cluster.events.length : marks[cluster.events[0]?.kind ?? 'note']}
          </button>
        ))}
      </div>
      <p className={styles.shown} aria-hidden="true">
        {shown
          ? `${formatInstant(shown.timeMs, zone, toMs)} ${shown.events.map(({ text }) => text).join('; ')}`
          : `${formatInstant(fromMs, zone, toMs)} to ${formatInstant(toMs, zone, toMs)}`}
      </p>
    </div>
  );
}

function spanStyle({ time, until }: PipelineEvent, fromMs: number, toMs: number, width: number) {
  const x = (instant: string) =>
    Math.min(1, Math.max(0, (Date.parse(instant) - fromMs) / (toMs - fromMs))) * width;
  return { left: x(time), width: Math.max(2, x(until ?? time) - x(time)) };
}
