import styles from './long-name.module.css';

/**
 * A name that others chose, cut in the middle where it is long: the ends of machine-made names tell them apart. The
 * whole name shows on hover and while the control around it has the focus, and is what screen readers say.
 */
export function LongName({ name, most = 32 }: { name: string; most?: number | undefined }) {
  const characters = splitCharacters(name);
  if (characters.length <= most) return <span className={styles.short}>{name}</span>;
  const tail = Math.floor((most - 1) / 2);
  const head = most - 1 - tail;
  return (
    <span className={styles.long}>
      <span aria-hidden="true">{`${characters.slice(0, head).join('')}…${characters.slice(-tail).join('')}`}</span>
      <span className={styles.full}>{name}</span>
    </span>
  );
}

/** By what a reader takes for one character: an emoji with its modifiers is never cut apart. */
function splitCharacters(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
