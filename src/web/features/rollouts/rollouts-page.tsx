import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Rollout } from '#contract/rollout.ts';
import { openPhases } from '#contract/rollout-words.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { rolloutsQuery, waitsForPeople } from '../../api/rollouts.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { formatAgo } from '../../format/time.ts';
import { Boundary } from '../../shell/boundary.tsx';
import { Page } from '../../shell/page.tsx';
import { useNow } from '../../shell/use-now.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { newRolloutPath, rolloutPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { Freezes } from './freezes.tsx';
import { phaseText, stepText } from './rollout-text.ts';
import styles from './rollouts.module.css';

/** May a version take more traffic? All rollouts, those that need somebody first. */
export function RolloutsPage() {
  const { view } = useView();
  const obstacle = useObstacle('createRollout');
  return (
    <Page
      title="Rollouts"
      documentTitle="Rollouts"
      aside={
        obstacle === undefined ? (
          <Link href={newRolloutPath(view)}>Plan a rollout</Link>
        ) : (
          <span className={styles.meta}>{obstacle}</span>
        )
      }
    >
      <Boundary what="The list of rollouts">
        <RolloutList />
        <Freezes />
      </Boundary>
    </Page>
  );
}

function RolloutList() {
  const { data: rollouts } = useSuspenseQuery(rolloutsQuery());
  const open = rollouts.filter(isOpen).sort((a, b) => urgencyOf(b) - urgencyOf(a));
  const ended = rollouts.filter((rollout) => !isOpen(rollout));
  return (
    <>
      <p className={styles.answer} role="status">
        {answerOf(open)}
      </p>
      {open.length > 0 && <RolloutTable name="Under way" rollouts={open} />}
      {ended.length > 0 && <RolloutTable name="Ended" rollouts={ended} />}
    </>
  );
}

function RolloutTable({ name, rollouts }: { name: string; rollouts: readonly Rollout[] }) {
  const { view } = useView();
  const nowMs = useNow();
  const nameOf = usePersonNames();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key
    <section className={styles.scroller} aria-label={`${name}, table`} tabIndex={0}>
      <h2>{name}</h2>
      <table aria-label={name}>
        <thead>
          <tr>
            <th scope="col">rollout</th>
            <th scope="col">stage</th>
            <th scope="col">step</th>
            <th scope="col">state</th>
            <th scope="col">since</th>
            <th scope="col">by</th>
          </tr>
        </thead>
        <tbody>
          {rollouts.map((rollout) => {
            const step = rollout.plan.steps[rollout.step];
            return (
              <tr key={rollout.id}>
                <th scope="row">
                  <Link href={rolloutPath(rollout.id, view)}>
                    {rollout.stable.version} → {rollout.candidate.version}
                  </Link>
                </th>
                <td>
                  {rollout.pipeline} / {rollout.stage}
                </td>
                <td>{step ? stepText(step) : '–'}</td>
                <td>
                  {waitsForPeople(rollout) && <Glyph name="warning" />} {phaseText(rollout)}
                </td>
                <td>{formatAgo(Date.parse(rollout.phaseSince), nowMs)}</td>
                <td>{nameOf(rollout.author)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function isOpen({ phase }: Rollout): boolean {
  return openPhases.some((open) => open === phase);
}

/** 3: stuck; 2: waits for people; 1: goes by itself; 0: nothing to do. */
function urgencyOf(rollout: Rollout): number {
  if (rollout.phase === 'stuck') return 3;
  if (waitsForPeople(rollout)) return 2;
  return rollout.phase === 'draft' || rollout.phase === 'queued' ? 0 : 1;
}

function answerOf(open: readonly Rollout[]): string {
  if (open.length === 0) return 'No rollout is under way.';
  const waiting = open.filter(waitsForPeople).length;
  const many = `${open.length} ${open.length === 1 ? 'rollout is' : 'rollouts are'} under way`;
  return waiting === 0
    ? `${many}; none waits for anybody.`
    : `${many}; ${waiting} ${waiting === 1 ? 'waits' : 'wait'} for people.`;
}
