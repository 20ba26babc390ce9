import type { ReactNode } from 'react';
import styles from './banner.module.css';
import { Glyph } from './glyph.tsx';

/** One line across the page about the page itself: offline, stale, a rollback under way, an ignored address part. */
export function Banner({
  severity,
  children,
  action,
}: {
  severity: 'critical' | 'warning' | 'info';
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div
      className={styles.banner}
      data-severity={severity}
      role={severity === 'critical' ? 'alert' : 'status'}
    >
      <Glyph name={severity} />
      <p className={styles.text}>{children}</p>
      {action}
    </div>
  );
}
