import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { RolloutDetail } from '#contract/rollout-detail.ts';
import { rolloutQuery, useRolloutCommand } from '../../api/rollouts.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { formatAgo, formatInstant } from '../../format/time.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { Page } from '../../shell/page.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { disagreementsPath, rolloutsPath, stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { Consent } from './consent.tsx';
import { EvidenceTable } from './evidence-table.tsx';
import { Refusal } from './refusal.tsx';
import { RolloutActions } from './rollout-actions.tsx';
import { RolloutHistory } from './rollout-history.tsx';
import styles from './rollout-page.module.css';
import { phaseText } from './rollout-text.ts';
import { Stepper } from './stepper.tsx';
import { TrafficTruth } from './traffic-truth.tsx';
import { UndoButton } from './undo-button.tsx';

/** May this version take more traffic? What is moved, how sure one is, and what to do, from the left. */
export function RolloutPage({ id }: { id: string }) {
  const { data: detail } = useQuery({
    ...rolloutQuery(id),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const title = detail
    ? `${detail.rollout.stage} ${detail.rollout.stable.version} → ${detail.rollout.candidate.version}`
    : 'Rollout';
  return (
    <Page title={title} documentTitle={title}>
      <Boundary what="The rollout" resetKey={id}>
        {detail ? <Rollout detail={detail} /> : <p role="status">Reading the rollout …</p>}
      </Boundary>
    </Page>
  );
}

function Rollout({ detail }: { detail: RolloutDetail }) {
  const { rollout, moves, events, adapter, freeze } = detail;
  const { view } = useView();
  const nowMs = useNow();
  const zone = useZone();
  const nameOf = usePersonNames();
  const command = useRolloutCommand(rollout);
  const hasCopies = rollout.plan.steps.some(({ traffic }) => traffic.mirror.length > 0);
  const needsSomebody = ['paused', 'stuck'].includes(rollout.phase);
  return (
    <div className={styles.rollout}>
      <p className={styles.state} role="status">
        {needsSomebody && <Glyph name={rollout.phase === 'stuck' ? 'critical' : 'warning'} />}{' '}
        <strong>{phaseText(rollout)}</strong>, {formatAgo(Date.parse(rollout.phaseSince), nowMs)}.{' '}
        <Link href={stagePath(rollout.pipeline, rollout.stage, view)}>
          {rollout.pipeline} / {rollout.stage}
        </Link>
        , planned by {nameOf(rollout.author)}.{' '}
        {rollout.forcedSteps.length > 0 && (
          <span className={styles.forced}>
            Step {rollout.forcedSteps.map((step) => step + 1).join(', ')} was left without evidence.
          </span>
        )}
      </p>
      {freeze && (
        <p className={styles.notice}>
          {nameOf(freeze.createdBy)} froze rollouts until{' '}
          {formatInstant(Date.parse(freeze.until), zone, nowMs)}: {freeze.reason}
        </p>
      )}
      {adapter === null && (
        <p className={styles.notice}>
          Nothing moves the traffic of this stage: it has no gateway and no router.
        </p>
      )}
      <Stepper rollout={rollout} />
      <Consent rollout={rollout} />
      {rollout.phase === 'succeeded' ? (
        <UndoButton rollout={rollout} />
      ) : (
        <RolloutActions
          rollout={rollout}
          moves={moves}
          isBusy={command.isPending}
          onCommand={(one) => command.mutate(one)}
        />
      )}
      {command.isError && <Refusal error={command.error} />}
      <section aria-labelledby="evidence">
        <h2 id="evidence">Evidence</h2>
        <EvidenceTable rollout={rollout} />
        {hasCopies && (
          <p>
            <Link href={disagreementsPath(rollout.id, view)}>Where the versions answer differently</Link>
          </p>
        )}
      </section>
      <section aria-labelledby="traffic">
        <h2 id="traffic">Traffic</h2>
        <TrafficTruth rollout={rollout} adapter={adapter?.name} />
      </section>
      <section aria-labelledby="history">
        <h2 id="history">History</h2>
        <RolloutHistory events={events} />
      </section>
      <Link href={rolloutsPath(view)}>All rollouts</Link>
    </div>
  );
}
