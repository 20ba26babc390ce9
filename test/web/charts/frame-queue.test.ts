import { afterEach, expect, it, vi } from 'vitest';
import { dropFromFrames, runInFrame } from '#web/charts/frame-queue.ts';

let done: string[] = [];
let frame: FrameRequestCallback | undefined;
let nowMs = 0;
vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => {
  frame = callback;
  return 1;
});
vi.spyOn(performance, 'now').mockImplementation(() => nowMs);

function playFrame(): void {
  const callback = frame;
  frame = undefined;
  callback?.(nowMs);
}

/** A job that sets nothing off. */
function note(name: string): boolean {
  done.push(name);
  return false;
}

afterEach(() => {
  done = [];
  while (frame) playFrame();
});

it('does so many jobs a frame as fit, but at least one, in the order of asking', () => {
  for (const [name, costMs] of [
    ['short', 3],
    ['long', 30],
    ['third', 1],
  ] as const) {
    runInFrame({}, () => {
      nowMs += costMs;
      return note(name);
    });
  }

  const byFrame = [0, 1, 2].map(() => {
    playFrame();
    return [...done];
  });

  expect(byFrame).toEqual([
    ['short', 'long'],
    ['short', 'long', 'third'],
    ['short', 'long', 'third'],
  ]);
  expect(frame).toBeUndefined();
});

it('gives what sets off a render a frame of its own', () => {
  runInFrame({}, () => {
    note('renders');
    return true;
  });
  runInFrame({}, () => note('next'));

  playFrame();
  expect(done).toEqual(['renders']);

  playFrame();
  expect(done).toEqual(['renders', 'next']);
});

it('does only the latest job of an owner, in the place of its first', () => {
  const owner = {};
  runInFrame(owner, () => note('old'));
  runInFrame({}, () => note('other'));
  runInFrame(owner, () => note('new'));

  playFrame();

  expect(done).toEqual(['new', 'other']);
});

it('forgets what is dropped', () => {
  const owner = {};
  runInFrame(owner, () => note('dropped'));
  dropFromFrames(owner);

  playFrame();

  expect(done).toEqual([]);
});

it('goes on after a job that fails', () => {
  runInFrame({}, () => {
    throw new Error('no canvas');
  });
  runInFrame({}, () => note('next'));

  expect(playFrame).toThrow('no canvas');
  playFrame();

  expect(done).toEqual(['next']);
});
