import type { AutomationEvidence } from '#contract/automation.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import styles from './automation.module.css';

/** What a raise rests on, version by version. */
export function EvidenceLines({
  evidence: { versions, basis, peoplePerHour },
  errorLimit,
}: {
  evidence: AutomationEvidence;
  errorLimit: number;
}) {
  return (
    <ul className={styles.breaks} aria-label="Evidence">
      {versions.map(({ version, automated, errors, errorUpper, labelled, automatedShare }) => (
        <li key={version}>
          {version}: {formatValue(automatedShare, 'share')} would act; {formatCount(errors)} of{' '}
          {formatCount(automated)} were wrong, so at most {formatValue(errorUpper, 'share')} (limit{' '}
          {formatValue(errorLimit, 'share')}; {formatCount(labelled)} labels
          {basis === 'audit' ? ' of the random sample' : ''})
        </li>
      ))}
      <li>people would get {formatValue(peoplePerHour, 'none')} decisions an hour</li>
    </ul>
  );
}
