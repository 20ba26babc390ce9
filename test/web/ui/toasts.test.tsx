import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ToastRegion } from '#web/ui/toast-region.tsx';
import { showToast, undoLatest } from '#web/ui/toasts.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  act(() => void vi.runAllTimers());
  vi.useRealTimers();
});

it('says what was done for ten seconds', () => {
  render(<ToastRegion />);

  act(() => showToast('Acknowledged asr'));
  expect(screen.getByText('Acknowledged asr')).toBeInTheDocument();
  act(() => void vi.advanceTimersByTime(10_000));

  expect(screen.queryByText('Acknowledged asr')).toBeNull();
});

it('takes the latest act back, once', () => {
  const undo = vi.fn<() => void>();
  render(<ToastRegion />);
  act(() => {
    showToast('Acknowledged asr', undo);
    showToast('Saved');
  });

  const answers = [false, false];
  act(() => {
    answers[0] = undoLatest();
    answers[1] = undoLatest();
  });

  expect(answers).toEqual([true, false]);
  expect(undo).toHaveBeenCalledOnce();
  expect(screen.queryByText('Acknowledged asr')).toBeNull();
  expect(screen.getByText('Saved')).toBeInTheDocument();
});
