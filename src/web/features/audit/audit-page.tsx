import { useInfiniteQuery } from '@tanstack/react-query';
import { auditExportUrl, auditQuery } from '../../api/audit.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { saveFile } from '../../format/save-file.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { Page } from '../../shell/page.tsx';
import { useView } from '../../url/use-view.ts';
import { auditCsv } from './audit-csv.ts';
import { AuditFilter } from './audit-filter.tsx';
import styles from './audit-page.module.css';
import { AuditTable } from './audit-table.tsx';
import { ChainCheck } from './chain-check.tsx';

/** Who did what, when, and why. */
export function AuditPage() {
  const obstacle = useObstacle('listAudit');
  return (
    <Page title="Audit" documentTitle="Audit">
      {obstacle === undefined ? (
        <Boundary what="The audit">
          <Audit />
        </Boundary>
      ) : (
        <p>{obstacle}</p>
      )}
    </Page>
  );
}

function Audit() {
  const { view } = useView();
  const search = { actor: view.actor, action: view.action, subject: view.q === '' ? undefined : view.q };
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...auditQuery(search),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const entries = data?.pages.flatMap(({ items }) => items);
  const isFiltered = Object.values(search).some((part) => part !== undefined);
  return (
    <>
      <p className={styles.lead}>
        Every change of what people decide, and what was refused. An entry is written with its change or not
        at all, and holds the hash of the one before it.
      </p>
      <AuditFilter />
      <div className={styles.acts}>
        <ChainCheck />
        <a href={auditExportUrl()} download>
          Export all, for checking elsewhere
        </a>
        {entries && entries.length > 0 && (
          <button type="button" onClick={() => saveFile('audit.csv', auditCsv(entries), 'text/csv')}>
            These {entries.length} as CSV
          </button>
        )}
      </div>
      {!entries && <p className={styles.loading}>Looking up the entries …</p>}
      {entries?.length === 0 && (
        <p>{isFiltered ? 'No entry is like that.' : 'Nothing has been changed on this server yet.'}</p>
      )}
      {entries && entries.length > 0 && <AuditTable entries={entries} />}
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? 'Looking them up …' : 'Older entries'}
        </button>
      )}
    </>
  );
}
