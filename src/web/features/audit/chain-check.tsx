import { useQuery } from '@tanstack/react-query';
import type { AuditVerification } from '#contract/audit.ts';
import { auditVerificationQuery } from '../../api/audit.ts';
import { formatCount } from '../../format/number.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import styles from './audit-page.module.css';

export function ChainCheck() {
  const { data, error, isFetching, refetch } = useQuery(auditVerificationQuery());
  return (
    <>
      <button type="button" disabled={isFetching} onClick={() => void refetch()}>
        {isFetching ? 'Checking …' : 'Check the chain'}
      </button>
      <p role="status" className={styles.verdict}>
        {error && `Not checked: ${reasonOf(error)}`}
        {!error && data && !data.isIntact && <Glyph name="critical" />}
        {!error && data && verdictText(data)}
      </p>
    </>
  );
}

function verdictText({ isIntact, entries, unchained, head, fault }: AuditVerification): string {
  if (!isIntact) return `Broken at entry ${fault?.position}: ${fault?.what}.`;
  const older = unchained > 0 ? ` (${formatCount(unchained)} are older than the chain)` : '';
  const last = head ? `; the last one has the hash ${head.hash.slice(0, 12)}…` : '';
  return `Intact: ${formatCount(entries)} entries${older}, each following from the one before${last}`;
}
