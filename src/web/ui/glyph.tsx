import styles from './glyph.module.css';

const shapes = {
  critical: {
    word: 'critical',
    drawing: (
      <>
        <path d="M8 0.5 15.5 8 8 15.5 0.5 8z" className={styles.criticalFill} />
        <path d="M8 4v5M8 10.8v1.4" className={styles.criticalSign} />
      </>
    ),
  },
  warning: {
    word: 'warning',
    drawing: (
      <>
        <path d="M8 1.2 15.2 14.5H0.8z" className={styles.warningFill} />
        <path d="M8 5.5v4.5M8 11.4v1.4" className={styles.warningSign} />
      </>
    ),
  },
  info: {
    word: 'info',
    drawing: (
      <>
        <circle cx="8" cy="8" r="7" className={styles.infoFill} />
        <path d="M8 7v5M8 3.8v1.6" className={styles.infoSign} />
      </>
    ),
  },
  acknowledged: {
    word: 'acknowledged',
    drawing: (
      <>
        <path d="M8 1 15 8 8 15 1 8z" className={styles.hollow} />
        <path d="M5 8l2.2 2.4L11 6" className={styles.hollow} />
      </>
    ),
  },
  snoozed: {
    word: 'snoozed',
    drawing: (
      <>
        <circle cx="8" cy="8" r="6.75" className={styles.hollow} />
        <path d="M8 4v4.2l2.8 1.8" className={styles.hollow} />
      </>
    ),
  },
  silenced: {
    word: 'silenced',
    drawing: (
      <>
        <circle cx="8" cy="8" r="6.75" className={styles.hollow} />
        <path d="M3.4 12.6 12.6 3.4" className={styles.hollow} />
      </>
    ),
  },
  noData: {
    word: 'no data',
    drawing: (
      <>
        <circle cx="8" cy="8" r="6.75" className={styles.dashed} />
        <path d="M5.8 6.2a2.2 2.2 0 1 1 3 2.1c-.6.3-.8.6-.8 1.2M8 11.2v1.3" className={styles.hollow} />
      </>
    ),
  },
  ruleError: {
    word: 'rule error',
    drawing: (
      <>
        <rect x="1.5" y="1.5" width="13" height="13" className={styles.dashed} />
        <path d="M5 5l6 6M11 5l-6 6" className={styles.hollow} />
      </>
    ),
  },
  pending: {
    word: 'pending',
    drawing: <path d="M8 1 15 8 8 15 1 8z" className={styles.dashed} />,
  },
  recovering: {
    word: 'recovering',
    drawing: (
      <>
        <path d="M8 1 15 8 8 15 1 8z" className={styles.hollow} />
        <path d="M8 4.5v6M5.5 8.2 8 10.7l2.5-2.5" className={styles.hollow} />
      </>
    ),
  },
  late: {
    word: 'late',
    drawing: (
      <>
        <circle cx="8" cy="8" r="6.75" className={styles.warningOutline} />
        <path d="M8 4v4.2l2.8 1.8" className={styles.warningOutline} />
      </>
    ),
  },
} as const;

export type GlyphName = keyof typeof shapes;
export const glyphNames = Object.keys(shapes) as GlyphName[];

/** A status as shape first, colour second. Named for screen readers unless the word stands beside it (`label=""`). */
export function Glyph({ name, label }: { name: GlyphName; label?: string | undefined }) {
  const { word, drawing } = shapes[name];
  const named = label ?? word;
  return (
    <svg
      className={styles.glyph}
      viewBox="0 0 16 16"
      focusable="false"
      data-glyph={name}
      {...(named === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': named })}
    >
      {drawing}
    </svg>
  );
}
