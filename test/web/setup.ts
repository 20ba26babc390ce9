import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// A busy machine takes longer; what waits, waits for a condition.
configure({ asyncUtilTimeout: 10_000 });

afterEach(cleanup);

/** jsdom answers no media query, measures nothing and draws nothing; these stand-ins say so without failing. */
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener() {},
  removeEventListener() {},
  dispatchEvent: () => false,
}));

/** Reports every element as 640 × 400, once, as a browser does after the first layout. */
class ResizeObserverStandIn implements ResizeObserver {
  readonly #notify: ResizeObserverCallback;

  constructor(notify: ResizeObserverCallback) {
    this.#notify = notify;
  }

  observe(target: Element) {
    const contentRect = new DOMRectReadOnlyStandIn(640, 400);
    const size = [{ inlineSize: 640, blockSize: 400 }];
    this.#notify(
      [{ target, contentRect, borderBoxSize: size, contentBoxSize: size, devicePixelContentBoxSize: size }],
      this,
    );
  }

  unobserve() {}

  disconnect() {}
}

class DOMRectReadOnlyStandIn implements DOMRectReadOnly {
  readonly x = 0;
  readonly y = 0;
  readonly top = 0;
  readonly left = 0;
  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  get right() {
    return this.width;
  }

  get bottom() {
    return this.height;
  }

  toJSON() {
    return { width: this.width, height: this.height };
  }
}

vi.stubGlobal('ResizeObserver', ResizeObserverStandIn);

/** Nothing is laid out, so everything counts as on the screen. */
class IntersectionObserverStandIn {
  readonly #notify: IntersectionObserverCallback;

  constructor(notify: IntersectionObserverCallback) {
    this.#notify = notify;
  }

  observe(target: Element) {
    const entry = { target, isIntersecting: true } as IntersectionObserverEntry;
    this.#notify([entry], this as unknown as IntersectionObserver);
  }

  unobserve() {}

  disconnect() {}
}

vi.stubGlobal('IntersectionObserver', IntersectionObserverStandIn);

/** Takes every drawing call and keeps what is assigned; text is 6 px a character wide. */
function createContextStandIn(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const kept: Record<PropertyKey, unknown> = {
    canvas,
    measureText: (text: string) => ({ width: text.length * 6 }),
    getLineDash: () => [],
  };
  return new Proxy(kept, {
    get: (target, name) => (name in target ? target[name] : () => undefined),
    set: (target, name, value) => {
      target[name] = value;
      return true;
    },
  }) as unknown as CanvasRenderingContext2D;
}

const contexts = new WeakMap<HTMLCanvasElement, CanvasRenderingContext2D>();
HTMLCanvasElement.prototype.getContext = function getContext(this: HTMLCanvasElement) {
  const known = contexts.get(this) ?? createContextStandIn(this);
  contexts.set(this, known);
  return known;
} as unknown as HTMLCanvasElement['getContext'];

Element.prototype.scrollIntoView = () => undefined;
globalThis.scrollBy = () => undefined;

/** jsdom knows the dialog element, but not how to open it. */
HTMLDialogElement.prototype.show = function show() {
  this.open = true;
};
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close(returnValue?: string) {
  if (!this.open) return;
  this.open = false;
  if (returnValue !== undefined) this.returnValue = returnValue;
  this.dispatchEvent(new Event('close'));
};
