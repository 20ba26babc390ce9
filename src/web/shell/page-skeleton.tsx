import styles from './page-skeleton.module.css';

/** Stands where a page will be; it shows itself only when loading takes long enough to notice. */
export function PageSkeleton() {
  return (
    <div className={styles.skeleton} role="status">
      <span className="visually-hidden">Loading</span>
      <div />
      <div />
      <div />
    </div>
  );
}
