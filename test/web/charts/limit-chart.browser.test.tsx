import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { page } from 'vitest/browser';
import { LimitChart } from '#web/charts/limit-chart.tsx';

const times = Float64Array.from({ length: 100 }, (_, index) => index * 60_000);
const values = times.map((_, index) => 50 + 10 * Math.sin(index / 7));

function Dragged() {
  const [value, setValue] = useState(80);
  return (
    <LimitChart
      title="Latency"
      sentence="Usually 50 ms."
      unit="ms"
      zone="UTC"
      times={times}
      values={values}
      limit={{ value, recover: value - 5, severity: 'warning', direction: 'above' }}
      step={1}
      onLimit={setValue}
      lanes={[]}
    />
  );
}

function open(width: number) {
  const box = document.createElement('div');
  box.style.width = `${width - 20}px`;
  document.body.append(box);
  const root = createRoot(box);
  root.render(<Dragged />);
  onTestFinished(() => {
    root.unmount();
    box.remove();
  });
}

const slider = () => document.querySelector<HTMLElement>('[role=slider]');
const limit = () => Number(slider()?.getAttribute('aria-valuenow'));

async function ready(): Promise<HTMLElement> {
  await expect.poll(slider).not.toBeNull();
  return slider() as HTMLElement;
}

/** A pointer that goes down where the browser says that something is, moves, and lets go. */
function drag(from: { x: number; y: number }, by: number, pointerType: 'mouse' | 'touch') {
  const target = document.elementFromPoint(from.x, from.y);
  const send = (type: string, y: number) =>
    target?.dispatchEvent(
      new PointerEvent(type, { bubbles: true, pointerId: 1, pointerType, clientX: from.x, clientY: y }),
    );
  send('pointerdown', from.y);
  for (const share of [0.25, 0.5, 1]) send('pointermove', from.y + by * share);
  send('pointerup', from.y + by);
}

function middleOf(element: Element | null): { x: number; y: number } {
  const { left, top, width, height } = (element ?? document.body).getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

describe('the limit on a chart', () => {
  beforeEach(() => {
    // synthetic pointers cannot be captured
    const captured = new WeakSet<Element>();
    Element.prototype.setPointerCapture = function capture() {
      captured.add(this);
    };
    Element.prototype.hasPointerCapture = function has() {
      return captured.has(this);
    };
  });

  it('is dragged anywhere along its line with a mouse', async () => {
    await page.viewport(1_000, 700);
    open(1_000);
    const handle = await ready();

    drag(middleOf(handle), 60, 'mouse');

    await expect.poll(limit).toBeLessThan(65);
    expect(limit()).toBeGreaterThan(40);
  });

  it('is dragged by its grip on a phone, and left alone by a finger that scrolls', async () => {
    await page.viewport(360, 700);
    open(360);
    const handle = await ready();

    drag(middleOf(handle), 60, 'touch');
    expect(limit()).toBe(80);
    drag(middleOf(handle.firstElementChild), 60, 'touch');

    await expect.poll(limit).toBeLessThan(65);
  });
});
