import type { Alert } from '#contract/alert.ts';
import { Link } from 'wouter';
import { LongName } from '../../ui/long-name.tsx';
import { rolloutPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import styles from './alert-panel.module.css';

/** What another system, or a rollout, says of its alert: there is no rule and no reading of ours to show. */
export function ExternalFacts({ alert, source }: { alert: Alert; source: NonNullable<Alert['source']> }) {
  const { view } = useView();
  return (
    <section aria-labelledby="external">
      <h3 id="external">From {source.name}</h3>
      {source.summary !== undefined && <p className={styles.summary}>{source.summary}</p>}
      {alert.kind === 'rollout' && (
        <p>
          <Link href={rolloutPath(alert.rule.id, view)}>Evidence, traffic and history of the rollout</Link>
        </p>
      )}
      {source.url !== undefined && (
        <p>
          <a href={source.url} target="_blank" rel="noopener noreferrer">
            Look at it there
          </a>
        </p>
      )}
      <ul className={styles.labels} aria-label="Labels">
        {Object.entries(alert.labels).map(([name, value]) => (
          <li key={name}>
            <LongName name={`${name}=${value}`} most={60} />
          </li>
        ))}
      </ul>
    </section>
  );
}
