import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { ChartTooltip } from './chart-tooltip.tsx';
import { createCrosshair } from './crosshair.ts';
import { type ChartHandle, CrosshairContext } from './crosshair-context.ts';
import styles from './crosshair-provider.module.css';
import type { Span } from './samples.ts';
import { createSpanSelection } from './span-selection.ts';
import { SpanStatus } from './span-status.tsx';

/**
 * The one clock of a page: all charts inside share the crosshair, one tooltip and the zone of their axes.
 *
 * @param pinnedAt the instant that the page's address pins, in epoch milliseconds
 * @param onPin told when a person pins an instant, or unpins it
 * @param onSpan told when a person has chosen a span, by dragging or with the key b
 */
export function CrosshairProvider({
  zone,
  pinnedAt,
  onPin,
  onSpan,
  children,
}: {
  zone: string;
  pinnedAt?: number | undefined;
  onPin?: ((time: number | undefined) => void) | undefined;
  onSpan?: ((span: Span) => void) | undefined;
  children: ReactNode;
}) {
  const [crosshair] = useState(createCrosshair);
  const [registry] = useState(createRegistry);
  const [selection] = useState(createSpanSelection);
  const latestOnSpan = useRef(onSpan);
  useEffect(() => {
    latestOnSpan.current = onSpan;
  });
  const canChoose = onSpan !== undefined;
  const room = useMemo(() => {
    const tell = canChoose ? (span: Span) => latestOnSpan.current?.(span) : undefined;
    const chooseSpan = () => {
      const span = selection.take();
      if (span) tell?.(span);
    };
    return { crosshair, selection, onSpan: tell, chooseSpan, zone, ...registry };
  }, [crosshair, selection, zone, registry, canChoose]);

  useEffect(() => (onPin ? crosshair.onPin(onPin) : undefined), [crosshair, onPin]);
  useEffect(() => {
    if (pinnedAt !== undefined) crosshair.pin(pinnedAt);
    else if (crosshair.getState().isPinned) crosshair.close();
  }, [crosshair, pinnedAt]);

  return (
    <CrosshairContext value={room}>
      <div className={styles.page}>
        {children}
        <ChartTooltip />
        {onSpan && <SpanStatus />}
      </div>
    </CrosshairContext>
  );
}

function createRegistry() {
  const charts = new Map<string, ChartHandle>();
  const stops = new Map<string, string>();

  function listCharts(group: string): ChartHandle[] {
    return [...charts.values()]
      .filter((handle) => handle.group === group)
      .sort((a, b) =>
        a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
      );
  }

  function refreshStop(group: string) {
    const members = listCharts(group);
    const stop = members.find((handle) => handle.id === stops.get(group)) ?? members[0];
    for (const handle of members) handle.element.tabIndex = handle === stop ? 0 : -1;
  }

  return {
    listCharts,
    findChart: (id: string) => charts.get(id),
    register(handle: ChartHandle) {
      charts.set(handle.id, handle);
      refreshStop(handle.group);
      return () => {
        charts.delete(handle.id);
        refreshStop(handle.group);
      };
    },
    makeStop(handle: ChartHandle) {
      stops.set(handle.group, handle.id);
      refreshStop(handle.group);
    },
  };
}
