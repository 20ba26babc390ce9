import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { createApp } from '#api/app.ts';
import type { Simulator } from '#mocks/simulator.ts';
import { mulberry32, uniform } from '#stats/random.ts';
import { serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

const MINUTES = 240;
/** A whole hour, as slots begin at multiples of their length. */
const startMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 - MINUTES * 60_000;
const at = (minute: number) => new Date(startMs + minute * 60_000).toISOString();
const page = `/p/loans/s/score/quality?from=${at(60).slice(0, 16)}Z&to=${at(MINUTES).slice(0, 16)}Z`;

/** `delay`: minutes from the row to its label. */
type Answer = {
  prediction: unknown;
  confidence?: number;
  label?: unknown;
  delay?: number;
  features?: object;
};

/** Ten rows a minute; the first quarter of them is the reference. */
async function serveLoans(answer: (minute: number, draw: () => number) => Answer): Promise<Simulator> {
  const simulator = serveEmptyStore();
  const draw = mulberry32(5);
  const predictions: object[] = [];
  const labels: object[] = [];
  for (let row = 0; row < MINUTES * 10; row++) {
    const minute = Math.floor(row / 10);
    const { label, delay = 20, ...output } = answer(minute, () => uniform(draw));
    const place = { pipeline: 'loans', stage: 'score', requestId: `r-${row}`, time: at(minute) };
    predictions.push({ ...place, receivedAt: at(minute), ...output });
    if (label !== undefined) labels.push({ ...place, receivedAt: at(minute + delay), value: label });
  }
  const app = createApp(simulator.ports);
  for (const [path, records] of [['predictions', predictions] as const, ['labels', labels] as const]) {
    if (records.length === 0) continue;
    const response = await app.request(`/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(records),
    });
    if (!response.ok) throw new Error(await response.text());
  }
  return simulator;
}

/** The answers to the upper half of the scores are right less often from minute 150 on. */
function worsening(minute: number, draw: () => number): Answer {
  const confidence = draw();
  const share = minute >= 150 && confidence > 0.5 ? confidence - 0.35 : confidence;
  return { prediction: confidence >= 0.5, confidence, label: draw() < share };
}

describe('the quality page', () => {
  it('keeps what was said of a slot before late labels changed it, beside what is said now', async () => {
    await serveLoans((minute, draw) => {
      const confidence = draw();
      const isLateWrong = minute >= 120 && minute < 150 && draw() < 0.5;
      const isRight = confidence >= 0.5 !== isLateWrong;
      return { prediction: confidence >= 0.5, confidence, label: isRight, delay: isLateWrong ? 60 : 1 };
    });
    openApp(page);

    const table = await screen.findByRole('table', { name: 'Verdicts changed by late labels' });

    const [first] = within(table).getAllByRole('rowheader');
    const row = first?.closest('tr');
    expect(row).toHaveTextContent(/no different, 100 % \[.*\], n \d+, at/);
    expect(row).toHaveTextContent(/worse, \d\d(\.\d+)? % \[.*\], n \d+, since/);
  });

  it('names the segment that lost most, and narrows the page to it', async () => {
    await serveLoans((minute, draw) => {
      const device = draw() < 0.5 ? 'phone' : 'desk';
      const isWrong = draw() < (minute >= 150 && device === 'phone' ? 0.6 : 0.1);
      return { features: { device }, prediction: 'yes', label: isWrong ? 'no' : 'yes' };
    });
    openApp(page);

    expect(
      await screen.findByText(/^device = phone lost most: .* wrong, .* in the reference \(\+.* pp/),
    ).toBeVisible();
    const table = screen.getByRole('table', { name: /Segments by how much/ });
    const phone = within(table).getByRole('row', { name: /device = phone/ });
    expect(phone).toHaveTextContent(/\[\+.*\]/);
    fireEvent.click(within(phone).getByRole('button', { name: /device = phone/ }));

    expect(await screen.findByText(/Only rows with/)).toHaveTextContent('device = phone');
  });

  it('answers first, then shows the measures over time and why they changed', async () => {
    await serveLoans(worsening);
    openApp(page);

    const answer = await screen.findByText(/^Accuracy of score is .* below the .* of the reference/);

    expect(answer).toHaveTextContent(/Concept drift explains −.*, data drift/);
    expect(answer).toHaveTextContent(
      /of the labels to be expected have come; half of the labels come within 20 min/,
    );
    for (const name of ['Accuracy', 'Precision', 'Recall', 'F1', 'ROC AUC', 'Brier score']) {
      expect(
        screen.getByRole('figure', { name: new RegExp(`^${name}, 100.% of rows labelled$`) }),
      ).toBeInTheDocument();
    }
    const parts = screen.getByRole('table', { name: 'The change of quality, cut into its parts' });
    expect(within(parts).getByRole('row', { name: /^Concept drift −.*pp \[−.*, −.*\]/ })).toBeInTheDocument();
    expect(screen.getByText(/^Beyond chance, the concept changed/)).toBeInTheDocument();
    expect(screen.getByRole('figure', { name: 'Reliability' })).toHaveTextContent(
      /Calibration error reference: 0\.0/,
    );
    expect(screen.getByRole('figure', { name: 'Change of P(true | score)' })).toHaveTextContent(
      /The meaning of the score changed \(p/,
    );
    const detectors = screen.getByRole('table', { name: 'Detectors on the error stream' });
    expect(
      within(detectors).getByRole('row', { name: /^HDDM-W .* by a row of 20.min before/ }),
    ).toBeInTheDocument();
  });

  it('holds each measure against an earlier window', async () => {
    await serveLoans(worsening);
    const later = page.replace(at(60).slice(0, 16), at(150).slice(0, 16));
    const app = openApp(`${later}&cmp=${at(60).slice(0, 16)}Z~${at(150).slice(0, 16)}Z`);
    const figure = await screen.findByRole('figure', { name: /^Accuracy, 100.% of rows labelled$/ });

    await app.user.click(within(figure).getByRole('button', { name: /^Table of/ }));

    expect(
      await within(figure).findByRole('columnheader', { name: 'measured of the other window' }),
    ).toBeInTheDocument();
  });

  it('shows the past as it was known', async () => {
    await serveLoans(worsening);
    openApp(`${page}&known=${at(100).slice(0, 16)}Z`);

    expect(await screen.findByText(/210 of 410 rows of this range are labelled/)).toBeInTheDocument();
  });

  it('says how to send labels when there are none', async () => {
    await serveLoans(() => ({ prediction: true, confidence: 0.7 }));
    openApp(page);

    expect(await screen.findByText(/^No label of score has arrived/)).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Send labels when you learn the truth' })).toBeVisible();
    expect(screen.getByLabelText('Example of a label')).toHaveTextContent('"pipeline": "loans"');
  });

  it('shows what can be told without a score', async () => {
    await serveLoans((_, draw) => ({ prediction: draw() < 0.5, label: draw() < 0.5 }));
    openApp(page);

    expect(await screen.findByText(/no different from the .* of the reference/)).toBeVisible();
    expect(screen.getByText(/^Only a score tells changed data from a changed concept/)).toBeVisible();
    expect(screen.getByText(/^No confidence is recorded: send it/)).toBeVisible();
  });

  it('shows what can be told of one class only', async () => {
    await serveLoans((_, draw) => ({ prediction: true, confidence: 0.5 + draw() / 2, label: true }));
    openApp(page);

    expect(
      await screen.findByText(/^Accuracy of score is > 99.9 %|^Accuracy of score is 100 %/),
    ).toBeVisible();
    expect(screen.getByText(/^What a score means cannot be compared/)).toBeVisible();
  });

  it('is told on the page of the stage, too, where it is worse than the reference', async () => {
    await serveLoans(worsening);
    openApp(page.replace('/quality', ''));

    expect(
      await screen.findByText(/accuracy \d.* below the .* of the reference \(n [\d,]+\)\. In this range:/),
    ).toBeVisible();
  });

  it('is found by key, by the palette and from the stage', async () => {
    await serveLoans(worsening);
    const app = openApp('/p/loans/s/score/drift');
    await screen.findByRole('heading', { level: 1, name: 'Drift of score' });

    await app.user.keyboard('gq');
    expect(app.address().pathname).toBe('/p/loans/s/score/quality');
    const palette = await app.searches('quality of loans');

    expect(await within(palette).findByRole('option', { name: /Quality of loans \/ score/ })).toBeVisible();
  });
});
