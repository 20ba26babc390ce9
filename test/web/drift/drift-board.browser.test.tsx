import { createRoot } from 'react-dom/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { page } from 'vitest/browser';
import { HeatMap } from '#web/charts/heat-map.tsx';
import styles from '#web/features/drift/drift-board.module.css';
import { scrollTogether } from '#web/features/drift/scroll-together.ts';

const ROWS = 500;

/** The board of 500 metrics, their map with so many columns. */
function Board({ columns }: { columns: number }) {
  return (
    <div className={styles.board} data-long onScrollCapture={scrollTogether}>
      <div aria-label="list">
        <div style={{ height: (ROWS + 1) * 28 }} />
      </div>
      <HeatMap
        label="map"
        rows={Array.from({ length: ROWS }, (_, row) => ({ key: String(row), label: `metric ${row}` }))}
        columns={Array.from({ length: columns }, (_, column) => ({ time: column, label: String(column) }))}
        values={new Float64Array(ROWS * columns)}
        marks={new Uint8Array(ROWS * columns)}
        scaleMax={1}
        selected={undefined}
        onSelect={() => {}}
        formatCell={() => ''}
      />
    </div>
  );
}

async function open(columns: number) {
  await page.viewport(1280, 800);
  const box = document.createElement('div');
  document.body.append(box);
  const root = createRoot(box);
  root.render(<Board columns={columns} />);
  onTestFinished(() => {
    root.unmount();
    box.remove();
  });
  await expect.poll(() => document.querySelector('[role=grid]')).not.toBeNull();
  return page.getByRole('grid', { name: 'map' }).element() as HTMLElement;
}

const topOf = (element: Element | null | undefined) =>
  Math.round(element?.getBoundingClientRect().top ?? NaN);

describe('a long board whose map is wider than its place', () => {
  it('keeps the heading of the map in sight, and the rows of list and map beside each other', async () => {
    const map = await open(200);
    const list = document.querySelector('[aria-label=list]');
    await expect.poll(() => map.scrollWidth > map.clientWidth).toBe(true);

    map.scrollTop = 3000;
    map.scrollLeft = 900;

    await expect.poll(() => list?.scrollTop).toBe(3000);
    expect(topOf(map.querySelector('[role=row]'))).toBe(topOf(map));
    expect(map.querySelectorAll('[role=row]').length).toBeLessThan(80);
  });

  it('follows the list', async () => {
    const map = await open(200);
    const list = document.querySelector('[aria-label=list]');

    list?.scrollTo({ top: 1200 });

    await expect.poll(() => map.scrollTop).toBe(1200);
  });
});

it('keeps the heading of a map that fits, too: the board scrolls both', async () => {
  const map = await open(10);
  const board = map.closest('[data-long]');
  await expect.poll(() => map.dataset['fits']).toBe('true');

  board?.scrollTo({ top: 3000 });

  await expect.poll(() => topOf(map.querySelector('[role=row]'))).toBe(topOf(board));
});
