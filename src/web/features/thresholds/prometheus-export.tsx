import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { prometheusFileUrl, prometheusRulesQuery } from '../../api/rules.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import styles from './thresholds-page.module.css';

/** Rules for a Prometheus beside this server, with tests of them, and what it does differently. */
export function PrometheusExport({ pipeline }: { pipeline: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <a href={prometheusFileUrl(pipeline, 'rules.yml')} download={`${pipeline}.rules.yml`}>
        Export for Prometheus
      </a>
      <a href={prometheusFileUrl(pipeline, 'tests.yml')} download={`${pipeline}.tests.yml`}>
        Tests of it for promtool
      </a>
      <details className={styles.differences} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary>What Prometheus does differently</summary>
        <p>
          Values come from <code>/metrics</code>; thresholds, recovery and time are judged there as here. An
          alert that flaps is not held open, and nobody can acknowledge, snooze or resolve it there.
        </p>
        {isOpen && <RuleNotes pipeline={pipeline} />}
      </details>
    </>
  );
}

function RuleNotes({ pipeline }: { pipeline: string }) {
  const { data, error } = useQuery(prometheusRulesQuery(pipeline));
  if (error) return <p role="alert">What differs of single rules could not be read: {reasonOf(error)}</p>;
  if (!data) return <p>Looking through the rules …</p>;
  if (data.notes.length === 0) return <p>Nothing else differs of single rules, and none is left out.</p>;
  return (
    <ul>
      {data.notes.map(({ rule, isLeftOut, text }) => (
        <li key={`${rule} ${text}`}>
          <b>{rule}</b>
          {isLeftOut ? ' is left out: ' : ': '}
          {text}
        </li>
      ))}
    </ul>
  );
}
