import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { correctedPlan } from '../../api/file-desk.ts';
import { useDeskState, useFileDesk } from '../../api/use-file-desk.ts';
import { guessQuery } from '../../api/file-report.ts';
import { Boundary, reasonOf } from '../../shell/boundary.tsx';
import { Page } from '../../shell/page.tsx';
import { useZone } from '../../state/preferences.ts';
import { ColumnTable } from './column-table.tsx';
import { DropZone } from './drop-zone.tsx';
import { FileList } from './file-list.tsx';
import { FileReport } from './file-report.tsx';
import { PlanSettings } from './plan-settings.tsx';
import { planObstacle } from './plan-obstacle.ts';
import styles from './import-page.module.css';

/** From a file to its drift and quality, in this browser; then, when wanted, to the server. */
export function ImportPage() {
  const { files } = useDeskState();
  const isReading = files.some(({ state }) => state === 'reading');
  return (
    <Page title="Import" documentTitle="Import">
      <p className={styles.lead}>
        Files are read, compared and judged in this browser. Nothing leaves it until you press “Send to
        server”.
      </p>
      <DropZone />
      {files.length > 0 && <FileList files={files} />}
      {!isReading && files.some(({ state }) => state === 'read') && (
        <Boundary what="The report on the files" resetKey={files.map(({ id }) => id).join(' ')}>
          <Understood />
        </Boundary>
      )}
    </Page>
  );
}

/** How the files are understood, and what they say. */
function Understood() {
  const { client } = useFileDesk();
  const { files, corrections } = useDeskState();
  const zone = useZone();
  const read = useMemo(
    () => files.flatMap((file) => (file.state === 'read' ? [{ id: file.id, name: file.read.name }] : [])),
    [files],
  );
  const { data: guess, error } = useQuery(guessQuery(client, read, zone));
  const plan = useMemo(() => guess && correctedPlan(guess.plan, corrections), [guess, corrections]);
  if (error) return <p role="alert">The columns could not be guessed: {reasonOf(error)}</p>;
  if (!guess || !plan) return <p role="status">Looking at the columns …</p>;
  const obstacle = planObstacle(plan);
  return (
    <>
      <section aria-labelledby="columns-title" className={styles.section}>
        <h2 id="columns-title">Columns</h2>
        <PlanSettings plan={plan} columns={guess.columns} />
        <ColumnTable plan={plan} columns={guess.columns} files={read} />
      </section>
      {obstacle === undefined ? (
        <FileReport plan={plan} columns={guess.columns} />
      ) : (
        <p className={styles.obstacle}>No report yet: {obstacle}</p>
      )}
    </>
  );
}
