import { useSyncExternalStore } from 'react';
import styles from './toast-region.module.css';
import { dismissToast, getToasts, subscribeToToasts } from './toasts.ts';

/** Shows the toasts of the page, once; a polite live region says them. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(subscribeToToasts, getToasts);
  return (
    <section className={styles.region} aria-label="Messages" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={styles.toast}>
          <p>{toast.text}</p>
          {toast.undo && (
            <button
              type="button"
              onClick={() => {
                dismissToast(toast.id);
                toast.undo?.();
              }}
            >
              Undo <kbd aria-hidden="true">u</kbd>
            </button>
          )}
          <button
            type="button"
            data-kind="plain"
            aria-label={`Dismiss: ${toast.text}`}
            onClick={() => dismissToast(toast.id)}
          >
            ×
          </button>
        </div>
      ))}
    </section>
  );
}
