export interface Toast {
  id: number;
  text: string;
  /** Takes the act back; offered for ten seconds, by button and by the key u. */
  undo?: (() => void) | undefined;
}

/** What has just succeeded. Errors are no toasts: they stay at their place until they are solved. */
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const TOAST_MS = 10_000;

export function showToast(text: string, undo?: () => void): void {
  const toast = { id: nextId, text, undo };
  nextId += 1;
  become([...toasts.slice(-2), toast]);
  setTimeout(() => dismissToast(toast.id), TOAST_MS);
}

export function dismissToast(id: number): void {
  become(toasts.filter((toast) => toast.id !== id));
}

/** Takes back the latest act that still can be; false when there is none. */
export function undoLatest(): boolean {
  const latest = toasts.findLast((toast) => toast.undo);
  if (!latest) return false;
  dismissToast(latest.id);
  latest.undo?.();
  return true;
}

export function getToasts(): readonly Toast[] {
  return toasts;
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function become(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
