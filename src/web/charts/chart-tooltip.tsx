import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import styles from './chart-tooltip.module.css';
import type { CrosshairState } from './crosshair.ts';
import { type Reading, useCrosshair } from './crosshair-context.ts';
import { LineSample } from './line-sample.tsx';

const never = () => () => undefined;
const idle: CrosshairState = { time: undefined, chart: undefined, isPinned: false, by: 'pointer' };
const getIdle = () => idle;

/** The only tooltip of a page: what the chart under the crosshair says at the shared instant. */
export function ChartTooltip() {
  const room = useCrosshair();
  const crosshair = room?.crosshair;
  const state = useSyncExternalStore(crosshair?.subscribe ?? never, crosshair?.getState ?? getIdle);
  const box = useRef<HTMLDivElement>(null);

  const chart = state.chart === undefined ? undefined : room?.findChart(state.chart);
  const reading = state.time === undefined ? undefined : chart?.read(state.time);
  const isShown = reading !== undefined;

  useLayoutEffect(() => {
    const element = box.current;
    const point = state.time === undefined ? undefined : chart?.place(state.time);
    const page = element?.offsetParent?.getBoundingClientRect();
    if (!element || !point || !page) return;
    // Beside the line, on the side with more room, and never over the point.
    const width = element.offsetWidth;
    const isLeft = point.x + 12 + width > document.documentElement.clientWidth - 4;
    const left = isLeft ? Math.max(4, point.x - 12 - width) : point.x + 12;
    element.style.transform = `translate(${Math.round(left - page.left)}px, ${Math.round(point.top - page.top)}px)`;
  });

  useEffect(() => {
    if (!isShown || !crosshair) return;
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) crosshair.close();
    };
    document.addEventListener('keydown', closeOnEscape);
    return () => document.removeEventListener('keydown', closeOnEscape);
  }, [isShown, crosshair]);

  return (
    <>
      {reading && (
        <div
          ref={box}
          className={styles.tooltip}
          data-pinned={state.isPinned || undefined}
          aria-hidden="true"
          onPointerEnter={() => crosshair?.stay()}
          onPointerLeave={() => crosshair?.leave()}
        >
          <p className={styles.when}>{reading.when}</p>
          <p className={styles.title}>{reading.title}</p>
          <ul>
            {reading.rows.map((row) => (
              <li key={row.name} className={styles.row}>
                <LineSample tone={row.tone} />
                <span className={styles.name}>{row.name}</span>
                <span className={styles.value}>{row.value}</span>
                {row.difference !== undefined && <span className={styles.difference}>{row.difference}</span>}
              </li>
            ))}
          </ul>
          {reading.notes.map((note) => (
            <p key={note} className={styles.note}>
              {note}
            </p>
          ))}
          {state.isPinned && <p className={styles.note}>Pinned; Esc closes</p>}
        </div>
      )}
      <output className="visually-hidden">
        {reading && state.by === 'keyboard' ? speak(reading, state.isPinned) : ''}
      </output>
    </>
  );
}

function speak({ title, when, rows, notes }: Reading, isPinned: boolean): string {
  const values = rows.map(({ name, value, difference }) =>
    difference === undefined ? `${name} ${value}` : `${name} ${value}, difference ${difference}`,
  );
  return `${[`${title}, ${when}`, ...values, ...notes].join(', ')}${isPinned ? ', pinned' : ''}`;
}
