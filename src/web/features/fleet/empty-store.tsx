import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { importPath } from '../../url/links.ts';
import { statusQuery } from '../../api/status.ts';
import styles from './empty-store.module.css';

/** Nothing has ever been recorded: why, and the shortest way to change it. */
export function EmptyStore() {
  const { data: status } = useQuery(statusQuery());
  const [openedMs] = useState(() => Date.now());
  const command = exampleCommand(window.location.origin, openedMs);
  return (
    <div className={styles.empty}>
      <p>
        {status?.sample.state === 'loading'
          ? 'Nothing is recorded yet: the sample pipelines are being filled in and appear here in a moment.'
          : 'Nothing is recorded yet. A pipeline appears here by itself as soon as its first records arrive; there is nothing to set up.'}
      </p>
      <h2>Use your own log</h2>
      <p>
        Drop a CSV, JSON lines or Parquet file anywhere on the window, or{' '}
        <Link href={importPath()}>choose one</Link>. It is read in this browser.
      </p>
      <h2>Send two records</h2>
      <p>Paste this into a terminal, or post the like from your own service:</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <pre className={styles.command} tabIndex={0} aria-label="Command that sends two records">
        <code>{command}</code>
      </pre>
      <CopyButton text={command} />
    </div>
  );
}

/** Two records a minute apart, so that a first chart has two points. */
export function exampleCommand(origin: string, nowMs: number): string {
  const record = (agoMs: number, fields: string) =>
    `  {"pipeline":"mine","stage":"model","version":"v1","time":"${new Date(nowMs - agoMs).toISOString()}",${fields}}`;
  return [
    `curl ${origin}/api/v1/predictions -H 'content-type: application/json' -d '[`,
    `${record(60_000, '"latencyMs":41,"features":{"amount":12.5,"country":"PT"},"prediction":"yes","confidence":0.93')},`,
    record(0, '"latencyMs":38,"features":{"amount":80.1,"country":"DE"},"prediction":"no","confidence":0.71'),
    `]'`,
  ].join('\n');
}

function CopyButton({ text }: { text: string }) {
  const [outcome, setOutcome] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setOutcome('Copied'),
      () => setOutcome('The browser does not allow copying: select the text and copy it by hand'),
    );
  return (
    <p className={styles.copy}>
      <button type="button" onClick={() => void copy()}>
        Copy command
      </button>
      <span role="status">{outcome}</span>
    </p>
  );
}
