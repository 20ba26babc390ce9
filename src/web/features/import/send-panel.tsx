import { type FormEvent, useId, useState, useSyncExternalStore } from 'react';
import type { DriftReport, Plan } from '#workers/file/protocol.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { useDeskState, useFileDesk } from '../../api/use-file-desk.ts';
import type { SendingState } from '../../api/file-sending.ts';
import { formatCount } from '../../format/number.ts';
import { Glyph } from '../../ui/glyph.tsx';
import styles from './send-panel.module.css';
import { SentRows } from './sent-rows.tsx';

/** One button puts the rows into the server, and the reference part beside them when that is wanted. */
export function SendPanel({ plan, report }: { plan: Plan; report: DriftReport }) {
  const { sending } = useFileDesk();
  const state = useSyncExternalStore(sending.subscribe, sending.state);
  return (
    <section aria-labelledby="send-title" className={styles.panel} data-screen-only>
      <h2 id="send-title">Send to server</h2>
      <div role="status">
        {state.phase === 'sending' && <Sending state={state} />}
        {state.phase === 'stopped' && <Stopped state={state} />}
        {state.phase === 'sent' && <SentRows state={state} />}
      </div>
      {state.phase === 'idle' && <SendForm plan={plan} report={report} />}
    </section>
  );
}

function SendForm({ plan, report }: { plan: Plan; report: DriftReport }) {
  const { sending } = useFileDesk();
  const { files } = useDeskState();
  const sendObstacle = useObstacle('ingestPredictions');
  const id = useId();
  const [pipeline, setPipeline] = useState(() => nameFrom(files[0]?.file.name ?? ''));
  const [stage, setStage] = useState('model');
  const [isSaved, setSaved] = useState(true);
  const [referenceName, setReferenceName] = useState('baseline');
  const obstacle = referenceObstacle(report);

  function submit(event: FormEvent) {
    event.preventDefault();
    const name = isSaved && obstacle === undefined ? referenceName.trim() : undefined;
    sending.send({ plan, pipeline: pipeline.trim(), stage: stage.trim(), referenceName: name });
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      <p>
        All rows of the files become predictions of a pipeline, their labels too
        {report.slots
          ? ''
          : '; without times they are put a second apart, up to when the file was last changed'}
        . A row that was sent before counts once.
      </p>
      <label htmlFor={`${id}-pipeline`}>Pipeline</label>
      <input
        id={`${id}-pipeline`}
        required
        maxLength={200}
        value={pipeline}
        onChange={(event) => setPipeline(event.target.value)}
      />
      <label htmlFor={`${id}-stage`}>Stage</label>
      <input
        id={`${id}-stage`}
        required
        maxLength={200}
        value={stage}
        onChange={(event) => setStage(event.target.value)}
      />
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={isSaved && obstacle === undefined}
          disabled={obstacle !== undefined}
          onChange={(event) => setSaved(event.target.checked)}
        />
        Save the reference part as a reference
      </label>
      {obstacle !== undefined && <p className={styles.note}>It cannot be saved as one: {obstacle}</p>}
      {isSaved && obstacle === undefined && (
        <>
          <label htmlFor={`${id}-name`}>Name of the reference</label>
          <input
            id={`${id}-name`}
            required
            maxLength={200}
            value={referenceName}
            onChange={(event) => setReferenceName(event.target.value)}
          />
        </>
      )}
      <button type="submit" data-kind="primary" disabled={sendObstacle !== undefined}>
        Send {formatCount(report.reference.rows + report.current.rows)} rows to the server
      </button>
      {sendObstacle !== undefined && <p className={styles.note}>{sendObstacle}</p>}
    </form>
  );
}

function Sending({ state: { progress } }: { state: Extract<SendingState, { phase: 'sending' }> }) {
  const { sending } = useFileDesk();
  return (
    <div className={styles.line}>
      <progress
        aria-label="Progress of sending"
        {...(progress && { value: progress.rows, max: progress.totalRows })}
      />
      <span>
        {progress
          ? `${formatCount(progress.rows)} of ${formatCount(progress.totalRows)} rows`
          : 'Reading the first rows …'}
        {progress &&
          progress.tally.refused.count > 0 &&
          `, ${formatCount(progress.tally.refused.count)} not taken`}
      </span>
      <button type="button" onClick={sending.cancel}>
        Cancel
      </button>
    </div>
  );
}

function Stopped({ state: { progress, reason } }: { state: Extract<SendingState, { phase: 'stopped' }> }) {
  const { sending } = useFileDesk();
  return (
    <div className={styles.line}>
      {reason !== undefined && <Glyph name="warning" />}
      <span>
        {reason === undefined ? 'Stopped' : `Sending failed: ${reason}`}, after{' '}
        {formatCount(progress?.rows ?? 0)} rows; they stay on the server.
      </span>
      <button type="button" onClick={sending.resume}>
        Go on
      </button>
      <button type="button" onClick={sending.reset}>
        Start over
      </button>
    </div>
  );
}

/** Why the reference part is no window of its own, as the end of a sentence. */
function referenceObstacle({ reference, current, slots }: DriftReport): string | undefined {
  if (reference.rows === 0) return 'it has no rows.';
  if (slots && current.fromMs <= reference.toMs) return 'current rows lie between its times.';
  return undefined;
}

function nameFrom(fileName: string): string {
  const base = fileName
    .replace(/(\.\w+)+$/, '')
    .replace(/[-_ ]*(reference|ref|train|analysis|current)$/i, '');
  return base === '' ? 'imported' : base;
}
