import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { atMinute, driftingApi, driftingRows } from '#test/workers/drifting-log.ts';
import { openDriftPage } from './drift-desk.tsx';

const twoHours = `?from=${atMinute(0)}&to=${atMinute(120)}`.replaceAll('.000Z', 'Z');

describe('the drift page', () => {
  let desk: ReturnType<typeof openDriftPage>;
  afterEach(() => desk.close());

  it('answers first: how many metrics drift, which most, since when, and against what', async () => {
    desk = openDriftPage({ ...(await driftingApi()), search: twoHours });

    expect(
      await screen.findByText(
        /^2 of 4 metrics of score drift, most of all volume \(Jensen–Shannon 0\.\d+\) since .*11:30, against “start of the log”/,
      ),
    ).toBeVisible();
    expect(await desk.ranking()).toEqual(['volume', 'device', 'steady', 'constant']);
  });

  it('computes another test from the counts that are there', async () => {
    const api = await driftingApi();
    desk = openDriftPage({ ...api, search: twoHours });
    await screen.findByText(/Jensen–Shannon 0/);

    await desk.choosesTest('Kolmogorov–Smirnov');

    expect(await screen.findByText(/drifts, volume \(Kolmogorov–Smirnov 0\.\d+\)/)).toBeVisible();
    expect(desk.url().get('test')).toBe('ks');
    expect(api.asked.filter(({ pathname }) => pathname.endsWith('/histograms'))).toHaveLength(1);
  });

  it('shows a metric beside its reference and runs the exact tests on its rows', async () => {
    desk = openDriftPage({ ...(await driftingApi()), search: twoHours });

    await desk.opens('volume');

    expect(desk.url().get('feature')).toBe('input.volume');
    const detail = await screen.findByRole('region', { name: /^volume, .*11:30–12:00/ });
    expect(await within(detail).findByRole('figure', { name: /current and reference/ })).toBeVisible();
    const tests = await within(detail).findByRole('table', { name: 'Two-sample tests on the rows' });
    const ks = within(tests).getByRole('row', { name: /Kolmogorov–Smirnov D/ });
    expect(Number(within(ks).getAllByRole('cell')[0]?.textContent)).toBeCloseTo(
      largestGap(volumes(90, 120), volumes(0, 30)),
      2,
    );
    expect(detail).toHaveTextContent('On all 294 values of this window and all 294 values of the reference');
    expect(detail).toHaveTextContent('Missing values: 2 % now, 2 % in the reference');
  });

  it('shows a metric from every side, each under an address of its own', async () => {
    desk = openDriftPage({ ...(await driftingApi()), search: `${twoHours}&feature=input.volume` });
    const views = await screen.findByRole('navigation', { name: 'Views of volume' });
    const opens = (name: string) => desk.user.click(within(views).getByRole('link', { name }));

    await opens('Cumulative');
    const ecdf = await screen.findByRole('figure', { name: 'volume, cumulative share' });
    const gap = largestGap(volumes(90, 120), volumes(0, 30)) * 100;
    expect(ecdf).toHaveTextContent(`at most ${gap.toFixed(1)} % apart (Kolmogorov–Smirnov D)`);
    expect(desk.url().get('view')).toBe('ecdf');

    await opens('Quantiles');
    const quantiles = await screen.findByRole('figure', { name: /^volume, quantiles/ });
    await desk.user.click(within(quantiles).getByRole('button', { name: /^Table of/ }));
    expect(within(quantiles).getAllByRole('row')).toHaveLength(100);

    await opens('Bins');
    const bins = await screen.findByRole('table', { name: 'volume by bin' });
    const parts = within(bins)
      .getAllByRole('row')
      .slice(1)
      .map((row) => Number.parseFloat(within(row).getAllByRole('cell').at(-1)?.textContent ?? ''));
    expect(parts).toEqual(parts.toSorted((a, b) => b - a));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(100, 0);

    await opens('Missing');
    const missing = await screen.findByRole('table', { name: 'Missing values of volume' });
    expect(within(missing).getByRole('row', { name: /^Current/ })).toHaveTextContent('2 %');
    expect(screen.getByRole('figure', { name: /^volume, share of rows without a value/ })).toBeVisible();

    await opens('History');
    const history = await screen.findByRole('figure', { name: /^volume, Jensen–Shannon distance of each/ });
    expect(history).toHaveTextContent(/drift from/);
    expect(within(views).getByRole('link', { name: 'History' })).toHaveAttribute('aria-current', 'true');
  });

  it('says of categories that they have no order, and lists them by what they add to the change', async () => {
    const search = `${twoHours}&feature=input.device&view=ecdf`;
    desk = openDriftPage({ ...(await driftingApi()), search });

    expect(await screen.findByText(/device has categories, which have no order/)).toBeVisible();
    await desk.user.click(screen.getByRole('link', { name: 'Bins' }));

    const bins = await screen.findByRole('table', { name: 'device by bin' });
    const row = within(bins).getAllByRole('row')[1] as HTMLElement;
    expect(row).toHaveTextContent(/^desk|phone/);
    expect(row).toHaveTextContent(/pp/);
  });

  it('says which segment explains the change, and narrows the page to it', async () => {
    const rows = driftingRows().map((row) => ({ ...row, device: row.minute % 2 === 0 ? 'phone' : 'desk' }));
    const changed = rows.map((row) =>
      row.device === 'phone' || row.minute < 90
        ? row
        : { ...row, volume: row.volume === null ? null : row.volume - 2 },
    );
    const api = await driftingApi(changed);
    desk = openDriftPage({ ...api, search: `${twoHours}&feature=input.volume&view=segments` });

    expect(
      await screen.findByText(
        /^device = phone explains 9\d(\.\d)?\s% of the change of volume with (49\.9|50|50\.1)\s% of the rows, adjusted p\s<\s0\.001 among \d+ segments\.$/,
      ),
    ).toBeVisible();
    const table = screen.getByRole('table', { name: /^Segments by how much of the change of volume/ });
    await desk.user.click(within(table).getByRole('button', { name: 'device = phone' }));

    expect(desk.url().getAll('seg')).toEqual(['input.device:phone']);
    expect(await screen.findByText(/among \d+ segments|no segment of volume/)).toBeVisible();
  });

  it('goes through list, map and detail together by arrow keys, as one step of the history', async () => {
    desk = openDriftPage({ ...(await driftingApi()), search: twoHours });
    await desk.opens('volume');
    const steps = history.length;

    await desk.user.keyboard('{ArrowDown}');
    expect(await screen.findByRole('region', { name: /^device, / })).toBeVisible();
    expect(screen.getByRole('button', { name: /device$/ })).toHaveFocus();
    expect(within(screen.getByRole('grid')).getByRole('row', { name: /device, / })).toHaveAttribute(
      'data-selected',
    );
    await desk.user.keyboard('{End}');

    expect(await screen.findByRole('region', { name: /^constant, / })).toBeVisible();
    expect(desk.url().get('feature')).toBe('input.constant');
    expect(history.length).toBe(steps);
  });

  it('lists what fired alone', async () => {
    desk = openDriftPage({ ...(await driftingApi()), search: twoHours });

    await desk.user.click(await screen.findByRole('checkbox', { name: 'Fired only' }));

    expect(await desk.ranking()).toEqual(['volume', 'device']);
    expect(desk.url().get('state')).toBe('fired');
    await desk.user.type(screen.getByLabelText('Find'), 'steady');
    expect(
      await screen.findByText('None of 4 metrics is called “steady” and drifts or is worth a look.'),
    ).toBeVisible();
  });

  it('shows single rows, and withholds what is sensitive', async () => {
    const api = await driftingApi();
    await api.app.request('/api/v1/pipelines/loans', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ stages: [{ name: 'score', sensitive: ['input.device'] }] }),
    });
    desk = openDriftPage({ ...api, search: `${twoHours}&feature=input.volume&view=rows` });

    const rows = await screen.findByRole('table', { name: 'Rows behind volume' });

    expect(within(rows).getAllByRole('row')).toHaveLength(51);
    const [head, latest] = within(rows).getAllByRole('row');
    expect(
      within(head as HTMLElement)
        .getAllByRole('columnheader')
        .map((cell) => cell.textContent),
    ).toEqual(['Time', 'Request', 'Version', 'volume', 'device', 'steady', 'constant']);
    expect(latest).toHaveTextContent(/11:59:00r-119\d/);
    expect(latest).toHaveTextContent('withheld');
    expect(rows).not.toHaveTextContent(/phone|desk/);
    await desk.user.click(screen.getByRole('radio', { name: 'At random' }));
    expect(await screen.findByText(/^50 rows, the same each time/)).toBeVisible();
  });

  it('compares all metrics together, and leads to what carries the change', async () => {
    desk = openDriftPage({ ...(await driftingApi()), search: twoHours });

    await desk.user.click(await screen.findByRole('button', { name: 'Compare all features together' }));

    expect(await screen.findByText(/^A classifier tells current rows .*, mostly by volume\.$/)).toBeVisible();
    expect(screen.getByText(/Left out: constant \(constant\)\./)).toBeVisible();
    expect(desk.url().get('view')).toBe('together');
    const carriers = screen.getByRole('table', { name: 'What the classifier goes by' });
    await desk.user.click(within(carriers).getByRole('button', { name: 'volume' }));
    expect(await screen.findByRole('region', { name: /^volume, / })).toBeVisible();
  });

  it.each([
    ['distribution', 'No current values in this range.'],
    ['segments', 'the change of volume'],
    ['ecdf', 'There are no values in this window to draw.'],
    ['quantiles', 'There are no values in this window to draw.'],
    ['table', 'there are none where nothing differs or a side is empty'],
    ['missing', 'that the share did not change'],
    ['history', 'slots have a score'],
    ['rows', 'The latest 50 rows'],
  ])('has an answer in view %s for a metric whose values all went missing', async (view, text) => {
    const rows = driftingRows().map((row) => (row.minute < 90 ? row : { ...row, volume: null }));
    const at = atMinute(100).replace(':00.000Z', 'Z');
    const search = `${twoHours}&feature=input.volume&view=${view}&at=${at}`;
    desk = openDriftPage({ ...(await driftingApi(rows)), search });

    const detail = await screen.findByRole('region', { name: /^volume, / });

    await waitFor(() => expect(detail).toHaveTextContent(text));
    expect(detail).not.toHaveTextContent(/NaN|undefined|Infinity/);
  });

  it.each(['segments', 'ecdf', 'table', 'missing', 'history', 'rows'])(
    'has an answer in view %s for a metric of one value',
    async (view) => {
      const search = `${twoHours}&feature=input.constant&view=${view}`;
      desk = openDriftPage({ ...(await driftingApi()), search });

      const detail = await screen.findByRole('region', { name: /^constant, / });

      await waitFor(() =>
        expect(detail).toHaveTextContent(/constant has hardly changed|0 %|100 %|50 rows|slots have/),
      );
      expect(detail).not.toHaveTextContent(/NaN|undefined|Infinity/);
    },
  );

  it('ranks by the harm to expect, where there are labels, and else says why it does not', async () => {
    const api = await driftingApi();
    desk = openDriftPage({ ...api, search: twoHours });

    await desk.user.selectOptions(await screen.findByLabelText('Rank by'), 'expected harm');
    expect(await screen.findByText(/^Ranked by score: no row of the reference has a label/)).toBeVisible();
    expect(desk.url().get('sort')).toBe('harm');
    desk.close();

    // Phones were answered wrongly, desks rightly; loudness made no difference.
    const labels = driftingRows().map(({ device }, i) => ({
      pipeline: 'loans',
      stage: 'score',
      requestId: `r-${i}`,
      time: atMinute(119),
      value: device === 'desk',
    }));
    expect((await api.post('/labels', labels)).status).toBe(200);
    desk = openDriftPage({ ...api, search: `${twoHours}&sort=harm&feature=input.device` });

    expect(
      await screen.findByText(/^Expected change of the error by this drift alone: \+[56]\d(\.\d)?\spp \[/),
    ).toBeVisible();
    expect((await desk.ranking())[0]).toBe('device');
    expect(screen.getByRole('columnheader', { name: 'Harm' })).toBeVisible();
  });

  it('narrows the page to a segment that is looked up by name', async () => {
    desk = openDriftPage({ ...(await driftingApi()), search: twoHours });
    await desk.user.click(await screen.findByRole('button', { name: '+ Segment' }));

    const layer = await screen.findByRole('dialog', { name: 'Add a segment' });
    await desk.user.type(await within(layer).findByRole('searchbox', { name: 'Find a segment' }), 'phone');
    expect(await within(layer).findByText('1 found')).toBeVisible();
    await desk.user.keyboard('{ArrowDown}{Enter}');

    expect(desk.url().getAll('seg')).toEqual(['input.device:phone']);
    expect(screen.queryByRole('dialog', { name: 'Add a segment' })).not.toBeInTheDocument();
    expect(await screen.findByText(/^1 of 4 metrics of score drifts, volume/)).toBeVisible();
  });

  it('opens a cell of the map by keyboard, and keeps it in the URL', async () => {
    desk = openDriftPage({ ...(await driftingApi()), search: twoHours });
    const map = await screen.findByRole('grid', { name: /Jensen–Shannon distance of 4 metrics over time/ });
    map.focus();

    await desk.user.keyboard('{ArrowDown}{Home}{Enter}');

    expect(desk.url().get('feature')).toBe('input.device');
    expect(desk.url().get('at')).toBe(atMinute(0).replace(':00.000Z', 'Z'));
    expect(await screen.findByRole('region', { name: /^device, .*10:00–/ })).toBeVisible();
    expect(await screen.findByRole('row', { name: /Chi-square/ })).toBeVisible();
  });

  it('opens where a link points to', async () => {
    const search = `${twoHours}&test=psi&feature=input.steady&at=${atMinute(30).replace(':00.000Z', 'Z')}`;
    desk = openDriftPage({ ...(await driftingApi()), search });

    const detail = await screen.findByRole('region', { name: /^steady, .*10:30–/ });

    expect(screen.getByLabelText('Test')).toHaveDisplayValue('PSI');
    expect(
      await within(detail).findByText(/^Population stability index 0\.\d+, p\s=\s0\.\d+; /),
    ).toBeVisible();
  });

  it('can be stopped while it fetches rows, and run again', async () => {
    const api = await driftingApi();
    let isStuck = true;
    const fetch = (url: string, init?: RequestInit): Promise<Response> =>
      isStuck && url.includes('/rows') ? untilAborted(init?.signal) : api.fetch(url, init);
    desk = openDriftPage({ fetch, search: `${twoHours}&feature=input.volume` });

    await desk.user.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText(/Cancelled before there was a result/)).toBeVisible();
    isStuck = false;
    await desk.user.click(screen.getByRole('button', { name: 'Run the tests' }));

    expect(await screen.findByRole('row', { name: /Kolmogorov–Smirnov D/ })).toBeVisible();
  });

  it('says why the exact tests failed, beside a chart that still stands', async () => {
    const api = await driftingApi();
    let isBroken = true;
    const fetch = (url: string, init?: RequestInit): Promise<Response> =>
      isBroken && url.includes('/rows')
        ? Promise.reject(new TypeError('Failed to fetch'))
        : api.fetch(url, init);
    desk = openDriftPage({ fetch, search: `${twoHours}&feature=input.volume` });

    expect(await screen.findByText(/could not be run: the server does not answer/)).toBeVisible();
    expect(await screen.findByRole('figure', { name: /volume/ })).toBeVisible();
    isBroken = false;
    await desk.user.click(screen.getByRole('button', { name: 'Retry' }));

    expect(await screen.findByRole('row', { name: /Kolmogorov–Smirnov D/ })).toBeVisible();
  });

  it('finds metrics by name, and says when there is none', async () => {
    desk = openDriftPage({ ...(await driftingApi()), search: twoHours });
    await screen.findByText(/4 metrics of score drift/);

    await desk.user.type(screen.getByLabelText('Find'), 'STEA');
    expect(await desk.ranking()).toEqual(['steady']);
    await desk.user.type(screen.getByLabelText('Find'), 'xyz');
    expect(await screen.findByText('None of 4 metrics is called “STEAxyz”.')).toBeVisible();
    await desk.user.click(screen.getByRole('button', { name: 'Show all' }));

    expect(await desk.ranking()).toHaveLength(4);
  });

  it('freezes the range as a reference and compares with it', async () => {
    const api = await driftingApi();
    desk = openDriftPage({
      ...api,
      search: `?from=${atMinute(60)}&to=${atMinute(120)}`.replaceAll('.000Z', 'Z'),
    });
    await desk.user.click(await screen.findByRole('button', { name: 'Use this range as reference' }));

    const dialog = await screen.findByRole('dialog', { name: 'Use this range as reference' });
    await desk.user.clear(within(dialog).getByLabelText('Name'));
    await desk.user.type(within(dialog).getByLabelText('Name'), 'loud hour');
    await desk.user.click(within(dialog).getByRole('button', { name: 'Save and compare with it' }));

    expect(await screen.findByText(/against “loud hour”/)).toBeVisible();
    const [saved] = await api.ports.control.listReferences('loans', 'score');
    expect(saved).toMatchObject({ name: 'loud hour', rows: 600 });
    expect(desk.url().get('ref')).toBe(saved?.id);
    expect(screen.getByLabelText('Reference')).toHaveDisplayValue(/^loud hour, /);
  });

  it('says when there are no rows in the range, and leads to the last ones', async () => {
    const search = `?from=2026-11-20T00:00Z&to=2026-11-20T06:00Z`;
    desk = openDriftPage({ ...(await driftingApi()), search });

    expect(await screen.findByText(/No rows in this range; the last one came/)).toBeVisible();
    await desk.user.click(screen.getByRole('button', { name: 'Show the 6 h before it' }));

    expect(await screen.findByText(/metrics of score drift/)).toBeVisible();
    expect(desk.url().get('to')).toBe('2026-11-23T12:00Z');
  });

  it('says when slots hold too few rows, and offers wider ones', async () => {
    const rows = driftingRows().filter((_, i) => i % 10 === 3);
    desk = openDriftPage({ ...(await driftingApi(rows)), search: twoHours });

    expect(
      await screen.findByText(/^100 % of the slots hold fewer than 30 rows and have no score/),
    ).toBeVisible();
    await desk.user.click(screen.getByRole('button', { name: /^Use slots of 30\smin$/ }));

    await waitFor(() => expect(screen.queryByText(/slots hold fewer than 30 rows/)).not.toBeInTheDocument());
    const map = screen.getByRole('grid');
    map.focus();
    await desk.user.keyboard('{Home}');
    expect(map).toHaveTextContent(/10:00: 0/);
  });

  it('says when a test is for numbers only', async () => {
    desk = openDriftPage({
      ...(await driftingApi()),
      search: `${twoHours}&test=ks&feature=input.device`,
    });

    expect(await screen.findByText('No score: this test is for numbers only.')).toBeVisible();
  });

  it('says of a constant metric that it is one', async () => {
    desk = openDriftPage({ ...(await driftingApi()), search: `${twoHours}&feature=input.constant` });

    expect(await screen.findByText('It has one value only, the same as in the reference.')).toBeVisible();
  });

  it('says of a server that is away that it is, and recovers by itself or at once', async () => {
    const api = await driftingApi();
    let isDown = true;
    const fetch = (url: string, init?: RequestInit): Promise<Response> =>
      isDown && url.includes('/histograms')
        ? Promise.reject(new TypeError('Failed to fetch'))
        : api.fetch(url, init);
    desk = openDriftPage({ fetch, search: twoHours });

    expect(
      await screen.findByText(/The drift of this stage could not be shown: the server does not answer/),
    ).toBeVisible();
    isDown = false;
    await desk.user.click(screen.getByRole('button', { name: 'Retry' }));

    expect(await screen.findByText(/metrics of score drift/)).toBeVisible();
  });

  it('shows names as they are, whatever is in them', async () => {
    const name = `<script>alert("1")</script> 'quoted' 🛟${'x'.repeat(400)}`;
    const api = await driftingApi();
    const record = { pipeline: 'loans', stage: 'score', time: atMinute(60), features: { [name]: 1 } };
    await api.post('/predictions', [record]);
    desk = openDriftPage({ ...api, search: twoHours });

    expect((await desk.ranking()).some((text) => text.includes(name))).toBe(true);
    expect(document.querySelector('script')).toBeNull();
  });

  it('lists hundreds of metrics without drawing those out of sight', async () => {
    const api = await driftingApi();
    const features = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`feature_${i}`, i]));
    await api.post('/predictions', [{ pipeline: 'loans', stage: 'score', time: atMinute(5), features }]);
    desk = openDriftPage({ ...api, search: twoHours });

    const table = await screen.findByRole('table', { name: '' });

    expect(table).toHaveAttribute('aria-rowcount', '305');
    expect(within(table).getAllByRole('row').length).toBeLessThan(120);
    await desk.user.type(screen.getByLabelText('Find'), 'feature_299');
    expect(await desk.ranking()).toEqual(['feature_299']);
  });
});

function volumes(from: number, to: number): number[] {
  return driftingRows()
    .filter(({ minute }) => minute >= from && minute < to)
    .flatMap(({ volume }) => volume ?? []);
}

/** Kolmogorov-Smirnov's D by its definition. */
function largestGap(x: number[], y: number[]): number {
  const share = (values: number[], most: number) =>
    values.filter((value) => value <= most).length / values.length;
  return Math.max(...[...x, ...y].map((value) => Math.abs(share(x, value) - share(y, value))));
}

function untilAborted(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
}
