import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { livePhases } from '#contract/rollout-words.ts';
import type { RolloutCommand, RolloutMove } from '#contract/rollout-command.ts';
import type { Rollout } from '#contract/rollout.ts';
import { rolloutsQuery } from '../../api/rollouts.ts';
import { ApproveDialog } from './approve-dialog.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import styles from './rollout-actions.module.css';
import { stepText } from './rollout-text.ts';

type Reasoned = 'request' | 'reject' | 'pause' | 'proposeForce' | 'force';
const reasoned: Record<Reasoned, { title: string; about: string }> = {
  request: {
    title: 'Ask for the next step',
    about: 'Somebody else says yes, to exactly the evidence that stands here. It lapses with that evidence.',
  },
  reject: {
    title: 'Reject it',
    about: 'Before its start the rollout ends. Later its traffic stays as it is until somebody resumes it.',
  },
  pause: {
    title: 'Pause the rollout',
    about: 'The traffic stays as it is, and the clock of the step stands still. Harm still rolls it back.',
  },
  proposeForce: {
    title: 'Propose to go on without evidence',
    about:
      'This overrides the gates. A second person, an approver or an admin, has to confirm it, and the step is marked for ever as left without evidence, here and in the audit.',
  },
  force: {
    title: 'Go on without evidence',
    about:
      'The next step is applied although its gates are not proven, on your word and that of the admin who proposed it. It is marked for ever, here and in the audit.',
  },
};

/** What can be done, the brake first; what cannot says what is in the way and what would open it. */
export function RolloutActions({
  rollout,
  moves,
  isBusy,
  onCommand,
}: {
  rollout: Rollout;
  moves: readonly RolloutMove[];
  isBusy: boolean;
  onCommand: (command: RolloutCommand) => void;
}) {
  const [layer, setLayer] = useState<Reasoned | 'approve'>();
  const close = () => setLayer(undefined);
  const moveOf = (command: string) => moves.find((move) => move.command === command);
  const successor = useSuccessor(rollout);
  const next = rollout.plan.steps[rollout.step + 1];
  const snapshotHash = rollout.snapshot?.hash ?? '';
  const acts: { command: string; label: string; run: () => void }[] = [
    { command: 'submit', label: 'Submit the plan', run: () => onCommand({ type: 'submit' }) },
    { command: 'request', label: 'Ask for the next step …', run: () => setLayer('request') },
    { command: 'approve', label: 'Approve …', run: () => setLayer('approve') },
    { command: 'reject', label: 'Reject …', run: () => setLayer('reject') },
    {
      command: 'advance',
      label: next ? `Go on: ${stepText(next)}` : 'Go on',
      run: () => onCommand({ type: 'advance', snapshotHash }),
    },
    { command: 'pause', label: 'Pause …', run: () => setLayer('pause') },
    ...(rollout.pause?.kind === 'drift'
      ? [
          {
            command: 'resume',
            label: 'Resume, and write our traffic again',
            run: () => onCommand({ type: 'resume', drift: 'reassert' }),
          },
          {
            command: 'resume',
            label: 'Resume with what others wrote',
            run: () => onCommand({ type: 'resume', drift: 'adopt' }),
          },
        ]
      : [{ command: 'resume', label: 'Resume', run: () => onCommand({ type: 'resume' }) }]),
    ...(successor
      ? [
          {
            command: 'supersede',
            label: `Give way to ${successor.candidate.version}`,
            run: () => onCommand({ type: 'supersede', by: successor.id }),
          },
        ]
      : []),
    { command: 'cancel', label: 'Cancel', run: () => onCommand({ type: 'cancel' }) },
    { command: 'proposeForce', label: 'Go on without evidence …', run: () => setLayer('proposeForce') },
    { command: 'force', label: 'Confirm: without evidence …', run: () => setLayer('force') },
  ];
  const rollBack = moveOf('rollBack');
  const shown = acts.filter(({ command }) => isShown(command, rollout, moveOf(command)));
  return (
    <div className={styles.actions} role="group" aria-label="What to do">
      {rollBack?.isAllowed && (
        <button
          type="button"
          data-kind="danger"
          className={styles.brake}
          disabled={isBusy}
          onClick={() => onCommand({ type: 'rollBack', breakGlass: true })}
        >
          Roll back to {rollout.stable.version}
        </button>
      )}
      {shown.map(({ command, label, run }) => {
        const obstacles = moveOf(command)?.obstacles ?? [];
        return (
          <span key={label} className={styles.act}>
            <button
              type="button"
              data-kind={command === 'advance' || command === 'approve' ? 'primary' : undefined}
              disabled={isBusy || obstacles.length > 0}
              aria-describedby={obstacles.length > 0 ? `why-${command}` : undefined}
              onClick={run}
            >
              {label}
            </button>
            {obstacles.length > 0 && (
              <span id={`why-${command}`} className={styles.why}>
                {obstacles.map(({ text }) => text).join('; ')}
              </span>
            )}
          </span>
        );
      })}
      {layer === 'approve' && (
        <ApproveDialog
          rollout={rollout}
          onApprove={(approval) => onCommand({ type: 'approve', ...approval })}
          onClose={close}
        />
      )}
      {layer !== undefined && layer !== 'approve' && (
        <ReasonDialog
          {...reasoned[layer]}
          onGive={(reason) =>
            onCommand(layer === 'request' ? { type: layer, reason, snapshotHash } : { type: layer, reason })
          }
          onClose={close}
        />
      )}
    </div>
  );
}

/** The latest rollout that waits for the stage, where this one holds it. */
function useSuccessor({ id, pipeline, stage, phase }: Rollout): Rollout | undefined {
  const isHolder = livePhases.some((live) => live === phase);
  const { data: open = [] } = useQuery({
    ...rolloutsQuery({ isOpen: true, pipeline, stage }),
    enabled: isHolder,
  });
  return open.find((other) => other.phase === 'queued' && other.id !== id);
}

/** What the phase is about, whether it is open to this person or not; the rest only where it can be done. */
const ofPhase: Partial<Record<Rollout['phase'], readonly string[]>> = {
  draft: ['submit', 'cancel'],
  queued: ['cancel'],
  pending: ['approve', 'cancel'],
  soaking: ['pause', 'advance'],
  gated: ['request', 'approve', 'advance', 'pause'],
  paused: ['resume'],
  baking: ['pause'],
};

function isShown(command: string, rollout: Rollout, move: RolloutMove | undefined): boolean {
  if (move?.isAllowed) return true;
  if (command === 'supersede') return true; // it is there only where a rollout waits
  if (command === 'request' && rollout.request !== null) return false;
  return ofPhase[rollout.phase]?.includes(command) ?? false;
}
