import { useQuery } from '@tanstack/react-query';
import type { Rule, RuleVersion } from '#contract/rule.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { ruleVersionsQuery } from '../../api/rules.ts';
import { formatValue, type Unit } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './threshold-editor.module.css';

/** Every version there was; none of them ever changes. */
export function VersionList({ rule, unit }: { rule: Rule; unit: Unit }) {
  const { data: versions = [] } = useQuery(ruleVersionsQuery(rule.pipeline, rule.id));
  const zone = useZone();
  const nameOf = usePersonNames();
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">History</h2>
      <ol className={styles.versions} aria-label="Versions">
        {versions.map((version) => (
          <li key={version.version}>
            <strong>v{version.version}</strong> {version.change} by {nameOf(version.createdBy)},{' '}
            {formatDateTime(Date.parse(version.createdAt), zone)}: {levelsText(version, unit)}
            {version.reason !== '' && <>; “{version.reason}”</>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function levelsText({ rule }: RuleVersion, unit: Unit): string {
  return Object.entries(rule.levels)
    .map(([severity, { threshold }]) => `${severity} ${formatValue(threshold, unit)}`)
    .join(', ');
}
