import { fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { HeatMap, type HeatMapProps } from '#web/charts/heat-map.tsx';

function map(rowCount: number, columnCount: number, changes: Partial<HeatMapProps> = {}) {
  const values = Float64Array.from({ length: rowCount * columnCount }, (_, cell) => (cell % 7) / 10);
  const props: HeatMapProps = {
    label: 'Drift by feature and hour',
    rows: Array.from({ length: rowCount }, (_, row) => ({ key: `f${row}`, label: `feature ${row}` })),
    columns: Array.from({ length: columnCount }, (_, column) => ({ time: column, label: `${column}:00` })),
    values,
    marks: new Uint8Array(values.length),
    scaleMax: 0.3,
    selected: undefined,
    onSelect: () => undefined,
    formatCell: (row, column) => `feature ${row}, ${column}:00: ${values[row * columnCount + column]}`,
    ...changes,
  };
  return <HeatMap {...props} />;
}

function activeCell() {
  const id = screen.getByRole('grid').getAttribute('aria-activedescendant');
  return document.getElementById(id ?? '')?.textContent;
}

describe('a heat map', () => {
  it('is drawn as it was', () => {
    const { container } = render(
      map(3, 4, { selected: { row: 1, column: 2 }, formatScale: (value) => value.toFixed(1) }),
    );

    expect(container).toMatchSnapshot();
  });

  it('is a grid with a header to every row and column it shows', () => {
    render(map(3, 4));

    const grid = screen.getByRole('grid', { name: 'Drift by feature and hour' });

    expect(grid).toHaveAttribute('aria-rowcount', '4');
    expect(
      within(grid)
        .getAllByRole('rowheader')
        .map((header) => header.textContent),
    ).toEqual(['feature 0', 'feature 1', 'feature 2']);
    expect(
      within(grid)
        .getAllByRole('columnheader')
        .map((header) => header.textContent),
    ).toEqual(['Row', '0:00', '1:00', '2:00', '3:00']);
  });

  it('is walked by arrow keys, inside its borders, and selects by Enter', async () => {
    const user = userEvent.setup();
    const onSelect = vi.fn<HeatMapProps['onSelect']>();
    render(map(3, 4, { onSelect }));

    await user.tab();
    expect(activeCell()).toBe('feature 0, 3:00: 0.3');
    await user.keyboard('{ArrowDown}{ArrowLeft}');
    expect(activeCell()).toBe('feature 1, 2:00: 0.6');
    await user.keyboard('{Home}{ArrowLeft}{ArrowUp}{ArrowUp}');
    expect(activeCell()).toBe('feature 0, 0:00: 0');
    await user.keyboard('{Control>}{End}{/Control}{Enter}');

    expect(onSelect.mock.calls).toEqual([[2, 3]]);
  });

  it('selects the cell under a click, not the row header', () => {
    const onSelect = vi.fn<HeatMapProps['onSelect']>();
    render(map(3, 4, { onSelect }));
    const grid = screen.getByRole('grid');

    fireEvent.click(grid, { clientX: 152 + 64 + 5, clientY: 28 + 5 });
    fireEvent.click(grid, { clientX: 20, clientY: 28 + 5 });

    expect(onSelect.mock.calls).toEqual([[1, 1]]);
  });

  it('goes where the selection goes', () => {
    const { rerender } = render(map(3, 4, { selected: { row: 0, column: 0 } }));
    rerender(map(3, 4, { selected: { row: 2, column: 1 } }));

    expect(activeCell()).toBe('feature 2, 1:00: 0.2');
    expect(screen.getByRole('gridcell', { selected: true })).toHaveTextContent('feature 2, 1:00');
  });

  it('keeps only the rows in sight in the document, and the active one', async () => {
    const user = userEvent.setup();
    render(map(500, 4));

    expect(screen.getAllByRole('rowheader').length).toBeLessThan(60);
    await user.tab();
    await user.keyboard('{Control>}{End}{/Control}');

    expect(activeCell()).toBe(`feature 499, 3:00: ${((499 * 4 + 3) % 7) / 10}`);
  });

  it('stands without rows', () => {
    render(map(0, 4));

    expect(screen.getByRole('grid')).not.toHaveAttribute('aria-activedescendant');
  });
});
