import styles from './sample-tag.module.css';

/** Says that figures are not the reader's own. */
export function SampleTag() {
  return <span className={styles.tag}>Sample data</span>;
}
