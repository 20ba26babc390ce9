import { showToast } from '../../ui/toasts.ts';
import styles from './settings-page.module.css';

/** A password or key that nobody can look up again, until it is put away. */
export function OneTimeSecret({
  what,
  secret,
  onDone,
}: {
  what: string;
  secret: string;
  onDone: () => void;
}) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      showToast('Copied.');
    } catch {
      showToast('The browser does not let us copy: select it and copy it yourself.');
    }
  };
  return (
    <div className={styles.secret} role="status">
      <p>{what} It is shown this once.</p>
      <code>{secret}</code>
      <span className={styles.acts}>
        <button type="button" onClick={() => void copy()}>
          Copy
        </button>
        <button type="button" onClick={onDone}>
          I have put it away
        </button>
      </span>
    </div>
  );
}
