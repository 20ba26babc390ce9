import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { numbersWithin } from '#web/charts/chart-numbers.ts';
import { DistributionChart } from '#web/charts/distribution-chart.tsx';
import { figureSvg, type Picture, picturesWithin } from '#web/report/figure-svg.ts';
import type { SavedView } from '#web/report/saved-view.ts';
import { viewCsv } from '#web/report/view-csv.ts';
import { viewHtml } from '#web/report/view-html.ts';
import { viewJson } from '#web/report/view-json.ts';

const HOSTILE = `=HYPERLINK("x") </style><script>alert(1)</script>`;

function view(): { main: HTMLElement; saved: SavedView } {
  const { container } = render(
    <main>
      <h1>Drift</h1>
      <button type="button">Reload</button>
      <select defaultValue="b" aria-label="Test">
        <option value="a">PSI</option>
        <option value="b">Wasserstein</option>
      </select>
      <p data-screen-only>for the screen</p>
      <table>
        <tbody>
          <tr>
            <th>
              <button type="button">{HOSTILE}</button>
            </th>
          </tr>
        </tbody>
      </table>
      <canvas />
      <DistributionChart
        title={HOSTILE}
        unit="none"
        bins={{ kind: 'numeric', edges: Float64Array.of(0, 1, 2) }}
        reference={Float64Array.of(3, 1)}
        current={Float64Array.of(1, 0)}
      />
    </main>,
  );
  const main = container.querySelector('main') as HTMLElement;
  HTMLCanvasElement.prototype.toDataURL = () => 'data:image/png;base64,AAAA';
  const tables = numbersWithin(main).map(({ table }) => table);
  return {
    main,
    saved: {
      title: 'asr drift',
      url: 'http://localhost/p/a?x=1&y=2',
      savedAt: '2026-11-25T12:00:05.000Z',
      dataAsOf: '2026-11-25T12:00:00.000Z',
      version: '0.1.0',
      methods: ['Jensen–Shannon distance'],
      scope: ['as known at 2026-11-24T00:00Z'],
      tables,
    },
  };
}

describe('a saved view', () => {
  it('is one HTML file that loads nothing and runs nothing', async () => {
    const { main, saved } = view();

    const file = new DOMParser().parseFromString(await viewHtml(main, saved), 'text/html');

    expect(file.title).toBe('asr drift');
    expect(file.querySelectorAll('script, link, button, select, [data-screen-only], canvas')).toHaveLength(0);
    expect(file.querySelector('th')?.textContent).toBe(HOSTILE);
    expect(file.body.textContent).toContain('Wasserstein');
    expect(file.body.textContent).toContain(
      'Data as of 2026-11-25T12:00:00.000Z (as known at 2026-11-24T00:00Z). Method: Jensen–Shannon distance. ' +
        'Anchorwatch 0.1.0, saved 2026-11-25T12:00:05.000Z. From http://localhost/p/a?x=1&y=2.',
    );
    expect([...file.images].map(({ src }) => src)).toEqual(['data:image/png;base64,AAAA']);
    expect(file.querySelector('meta[http-equiv]')?.getAttribute('content')).toMatch(/^default-src 'none'/);
    const numbers = [...file.querySelectorAll('details tr')].map(({ textContent }) => textContent);
    expect(numbers).toEqual(['binreferencecurrent', '0 to 131', '1 to 210']);
  });

  it('is CSV of which no text runs as a formula', () => {
    const csv = viewCsv(view().saved);

    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'table,row,column,value',
      `"'=HYPERLINK(""x"") </style><script>alert(1)</script>",0 to 1,reference,3`,
    ]);
  });

  it('is JSON with what is missing as null', () => {
    const tables = [{ title: 'Scores', columns: ['metric', 'score'], rows: [['snr', Number.NaN]] }];
    const json = JSON.parse(viewJson({ ...view().saved, tables })) as object & { tables: object[] };

    expect(json).toMatchObject({
      source: 'Anchorwatch',
      title: 'asr drift',
      version: '0.1.0',
      methods: ['Jensen–Shannon distance'],
    });
    expect(json.tables).toEqual([{ title: 'Scores', rows: [{ metric: 'snr', score: null }] }]);
  });

  it('has its charts as SVG with their title', () => {
    const [chart] = picturesWithin(view().main);

    const svg = new DOMParser().parseFromString(figureSvg(chart as Picture), 'image/svg+xml');

    expect(svg.querySelector('parsererror')).toBeNull();
    expect(svg.querySelector('title')?.textContent).toBe(HOSTILE);
    expect(svg.querySelectorAll('svg svg path, svg svg rect').length).toBeGreaterThan(1);
  });
});
