import styles from './metrics-page.module.css';

/** One change that could be made, with its reason. */
export function Proposal({ text, act, onAct }: { text: string; act: string; onAct: () => void }) {
  return (
    <li className={styles.proposal}>
      <span>{text}</span>
      <button type="button" onClick={onAct}>
        {act}
      </button>
    </li>
  );
}
