import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { ChartTooltip } from './chart-tooltip.tsx';
import { createCrosshair } from './crosshair.ts';
import { type ChartHandle, CrosshairContext } from './crosshair-context.ts';
import styles from './crosshair-provider.module.css';

/**
 * The one clock of a page: all charts inside share the crosshair, one tooltip and the zone of their axes.
 *
 * @param pinnedAt the instant that the page's address pins, in epoch milliseconds
 * @param onPin told when a person pins an instant, or unpins it
 */
export function CrosshairProvider({
  zone,
  pinnedAt,
  onPin,
  children,
}: {
  zone: string;
  pinnedAt?: number | undefined;
  onPin?: ((time: number | undefined) => void) | undefined;
  children: ReactNode;
}) {
  const [crosshair] = useState(createCrosshair);
  const [registry] = useState(createRegistry);
  const room = useMemo(() => ({ crosshair, zone, ...registry }), [crosshair, zone, registry]);

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
