import { createContext, type ReactNode, useContext, useId } from 'react';
import { useCrosshair } from './crosshair-context.ts';
import { CrosshairProvider } from './crosshair-provider.tsx';

const GroupContext = createContext<string | undefined>(undefined);

/** The id of the chart group around, if there is one. */
export function useChartGroup(): string | undefined {
  return useContext(GroupContext);
}

/**
 * Charts that are one tab stop: arrows left and right go from sample to sample (with Shift by ten), Home and End to
 * the first and last, up and down to the next chart; Enter pins, Esc closes, v opens the table; b marks the start and the
 * end of a span, Enter then takes it.
 */
export function ChartGroup({
  label,
  zone = 'UTC',
  className,
  children,
}: {
  label: string;
  /** Only where no CrosshairProvider around names it. */
  zone?: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  const id = useId();
  const room = useCrosshair();
  const group = (
    <fieldset aria-label={label} className={className}>
      <GroupContext value={id}>{children}</GroupContext>
    </fieldset>
  );
  return room ? group : <CrosshairProvider zone={zone}>{group}</CrosshairProvider>;
}
