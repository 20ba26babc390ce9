import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failPath, serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';
import { serveEcho } from './echo-log.ts';

startMockServer();

const path = '/p/line/correlation?from=-4h&q=';
const find = (word: string) => `/p/line/correlation?from=-4h&q=${word}`;

describe('the page of what moved first', () => {
  it('tells in one sentence what was released, what moved then, and what followed', async () => {
    await serveEcho();
    openApp(path);

    expect(
      await screen.findByText(
        /^first v2 took over from v1 at \d\d:\d\d; level of first fell from \S+ to \S+ [12]\smin later; echo of second fell from \S+ to \S+ 4\smin later\.$/,
      ),
    ).toBeVisible();
  });

  it('is told on the page of a pipeline in trouble, too', async () => {
    await serveEcho();
    openApp('/p/line?from=-4h');

    const story = await screen.findByText(/first v2 took over from v1 at .* level of first fell/);

    expect(within(story).getByRole('link', { name: 'What moved first' })).toHaveAttribute(
      'href',
      '/p/line/correlation?from=-4h',
    );
  });

  it('lists changes and releases earliest first, and what moved before a chosen one', async () => {
    await serveEcho();
    const app = openApp(path);

    const moves = await screen.findByRole('table', { name: /Changes of the series/ });
    await within(moves).findByText(/took over/);
    const lines = within(moves)
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.textContent);
    expect(lines.map((line) => /first seen|took over|level|echo|definition/.exec(line)?.[0])).toEqual([
      'first seen',
      'took over',
      'level',
      'echo',
      'definition',
    ]);
    await app.user.click(within(moves).getByRole('button', { name: 'echo' }));

    expect(app.address().searchParams.get('feature')).toBe('second~input.echo');
    const before = await screen.findByRole('region', { name: 'Before echo of second' });
    expect(within(before).getByRole('row', { name: /^4\smin upstream level of first fell/ })).toBeVisible();
    expect(within(before).getByText(/first v2 took over from v1$/)).toBeVisible();
  });

  it('says how strongly which stage comes before which, and by how long', async () => {
    await serveEcho();
    const app = openApp(path);

    const stages = await screen.findByRole('grid', { name: /Stages/ });
    const [, first, second] = within(stages).getAllByRole('row');
    expect(first).toHaveTextContent(/^first–(0\.9\d|1\.00) \+4\smin$/);
    expect(second).toHaveTextContent(/^second.*–$/);
    expect(screen.getByText(/Correlation is not a cause/)).toBeVisible();
    await app.user.click(within(first as HTMLElement).getByText(/\+4/));

    expect(app.address().searchParams.get('sel')).toBe('first~second');
    expect(
      await screen.findByRole('heading', {
        name: /^level of first precedes echo of second by 4\smin \(r = .*, p\s<\s0\.001, n = 23\d\)$/,
      }),
    ).toBeVisible();
    expect(screen.getByRole('figure', { name: /echo of second drawn 4\smin earlier/ })).toBeVisible();
  });

  it('shifts the series by another lag, which the address keeps', async () => {
    await serveEcho();
    const app = openApp(`${path}&sel=first~input.level~second~input.echo`);

    const lag = await screen.findByRole('slider', { name: 'Lag' });
    expect(lag).toHaveValue('4');
    fireEvent.change(lag, { target: { value: '-2' } });

    expect(app.address().searchParams.get('lag')).toBe('-2');
    expect(screen.getByRole('figure', { name: /echo of second drawn 2\smin later/ })).toBeVisible();
    await app.user.click(screen.getByRole('button', { name: 'Strongest lag' }));
    expect(app.address().searchParams.get('lag')).toBeNull();
  });

  it('walks through the cells by arrow keys', async () => {
    await serveEcho();
    const app = openApp(path);
    const stages = await screen.findByRole('grid', { name: /Stages/ });

    const cells = within(stages).getAllByRole('cell');
    cells[1]?.focus();
    await app.user.keyboard('{ArrowDown}{ArrowLeft}');
    expect(cells[2]).toHaveFocus();
    await app.user.keyboard('{Enter}');

    expect(app.address().searchParams.get('sel')).toBe('second~first');
  });

  it('leaves pairs with too few points blank, with their number', async () => {
    await serveEcho();
    openApp(`${path}&sel=first~second`);

    const metrics = await screen.findByRole('grid', { name: 'Metrics of first before metrics of second' });
    expect(within(metrics).getAllByText(/^n = 1[12]$/)[0]).toBeVisible();
  });

  it('looks at the series in another way, and says where a range is too short for it', async () => {
    await serveEcho();
    const app = openApp(path);
    await screen.findByRole('grid', { name: /Stages/ });

    await app.user.click(screen.getByRole('radio', { name: 'without daily pattern' }));

    expect(await screen.findByText(/needs two whole days/)).toBeVisible();
    expect(app.address().searchParams.get('view')).toBe('withoutDailyPattern');
  });

  it('narrows the series by a word', async () => {
    await serveEcho();
    openApp(find('level'));

    expect(await screen.findByText(/^1 of 1 series/)).toBeVisible();
    expect(await screen.findByRole('button', { name: 'level' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'echo' })).not.toBeInTheDocument();
  });

  it('says that no series is left, or that none is there yet', async () => {
    const simulator = await serveEcho();
    openApp(find('weather'));
    expect(await screen.findByText('No series is left: clear the filter.')).toBeVisible();
    expect(simulator).toBeDefined();
  });

  it('offers another try when the series cannot be read', async () => {
    await serveEcho();
    failPath('*/api/v1/pipelines/line/series');
    openApp(path);

    expect(await screen.findByText(/The series could not be correlated: the store is away/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeVisible();
  });

  it('is not there for a pipeline that is not', async () => {
    serveEmptyStore();
    openApp('/p/nobody/correlation');

    expect(await screen.findByText(/no pipeline called nobody/i)).toBeVisible();
  });

  it('is one key away', async () => {
    await serveEcho();
    const app = openApp('/p/line');
    await screen.findByRole('heading', { level: 1, name: 'line' });

    await app.user.keyboard('gc');

    expect(await screen.findByRole('heading', { level: 1, name: 'What moved first in line' })).toBeVisible();
  });
});
