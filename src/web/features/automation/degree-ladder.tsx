import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AutomationSetting, VersionThreshold } from '#contract/automation.ts';
import type { AutomationCommand } from '#contract/automation-command.ts';
import type { AutomationDetail } from '#contract/automation-detail.ts';
import { automationObstacles } from '#control/automation/obstacles.ts';
import { raisesOf } from '#control/automation/raises.ts';
import { authorities, type Authority } from '#contract/rollout-words.ts';
import { useAutomationCommand, type StagePlace } from '../../api/automation.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { sessionQuery } from '../../api/session.ts';
import { formatValue } from '../../format/number.ts';
import { showToast } from '../../ui/toasts.ts';
import { degreeMeanings, degreeNames } from './automation-text.ts';
import { OverloadDialog } from './overload-dialog.tsx';
import { RaiseDialog } from './raise-dialog.tsx';
import type { Rehearsal } from './use-rehearsal.ts';
import styles from './automation.module.css';

/** The five degrees, what each would give people to do, and the way to it: down at once, up by a request. */
export function DegreeLadder({
  detail,
  setting,
  place,
  rehearsal,
}: {
  detail: AutomationDetail;
  setting: AutomationSetting;
  place: StagePlace;
  rehearsal: Rehearsal;
}) {
  const [asked, setAsked] = useState<{ to: AutomationSetting; kind: 'raise' | 'overload' }>();
  const command = useAutomationCommand(place, detail.automation.generation);
  const lower = (to: AutomationSetting) =>
    command.mutate(
      { type: 'set', setting: to, acceptsOverload: true, breakGlass: true },
      { onSuccess: () => showToast(`Lowered to ${degreeNames[to.degree]}`) },
    );
  return (
    <>
      <ol className={styles.ladder} aria-label="Degrees of automation">
        {authorities.map((degree) => (
          <Rung
            key={degree}
            {...{ degree, detail, rehearsal }}
            isBusy={command.isPending}
            onLower={(to, isOver) => (isOver ? setAsked({ to, kind: 'overload' }) : lower(to))}
            onRaise={(to) => setAsked({ to, kind: 'raise' })}
          />
        ))}
      </ol>
      {command.error && <p role="alert">{command.error.message}</p>}
      {asked?.kind === 'overload' && (
        <OverloadDialog
          peoplePerHour={rehearsal.evidenceOf(asked.to).peoplePerHour}
          to={asked.to}
          onLower={() => lower(asked.to)}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked?.kind === 'raise' && (
        <RaiseDialog
          stage={place.stage}
          to={asked.to}
          evidence={rehearsal.evidenceOf(asked.to)}
          onAsk={(reason) => command.mutate({ type: 'request', setting: asked.to, reason })}
          onClose={() => setAsked(undefined)}
        />
      )}
      {!detail.automation.generation && (
        <p className={styles.meta}>Whatever is chosen first is kept with the settings below.</p>
      )}
      <p className={styles.meta}>
        Now at {degreeNames[setting.degree]}. The gateway follows within two seconds; programs read it with a
        key.
      </p>
    </>
  );
}

function Rung({
  degree,
  detail,
  rehearsal,
  isBusy,
  onLower,
  onRaise,
}: {
  degree: Authority;
  detail: AutomationDetail;
  rehearsal: Rehearsal;
  isBusy: boolean;
  onLower: (to: AutomationSetting, isOver: boolean) => void;
  onRaise: (to: AutomationSetting) => void;
}) {
  const { automation } = detail;
  const isHere = automation.setting.degree === degree && automation.generation > 0;
  const to = rehearsal.settingAt(degree);
  const { peoplePerHour } = rehearsal.evidenceOf(to);
  const isOver = peoplePerHour > to.peoplePerHour;
  const isRaise = raisesOf(automation.setting, to).length > 0;
  const isSame = isHere && (degree !== 'partial' || isSameThreshold(automation.setting, to));
  const obstacle = useRungObstacle(detail, rehearsal, to, isRaise);
  const name = degreeNames[degree];
  return (
    <li className={styles.rung} aria-current={isHere ? 'step' : undefined}>
      <strong>
        {name}
        {isHere && ' (now)'}
      </strong>
      <p className={styles.meta}>{degreeMeanings[degree]}</p>
      <p className={isOver ? styles.over : undefined}>
        people: {formatValue(peoplePerHour, 'none')} an hour
        {isOver && `, more than the ${formatValue(to.peoplePerHour, 'none')} they can take`}
      </p>
      {!isSame && (
        <button
          type="button"
          disabled={isBusy || obstacle !== undefined}
          aria-describedby={obstacle === undefined ? undefined : `why-${degree}`}
          onClick={() => (isRaise ? onRaise(to) : onLower(to, isOver))}
        >
          {isRaise ? `Ask for ${name}…` : isHere ? 'Raise the threshold' : `Lower to ${name}`}
        </button>
      )}
      {!isSame && obstacle !== undefined && (
        <p id={`why-${degree}`} className={styles.obstacle}>
          {obstacle}
        </p>
      )}
    </li>
  );
}

/** Why this person cannot go there now; what only a choice decides is asked for afterwards. */
function useRungObstacle(
  detail: AutomationDetail,
  rehearsal: Rehearsal,
  to: AutomationSetting,
  isRaise: boolean,
): string | undefined {
  const { data: session } = useQuery(sessionQuery());
  const down = useObstacle('commandAutomation');
  if (down !== undefined) return down;
  if (!session) return undefined;
  const who = session.person ?? { id: 'local', role: 'admin' as const };
  const command: AutomationCommand = isRaise
    ? { type: 'request', setting: to, reason: '–' }
    : { type: 'set', setting: to, acceptsOverload: true, breakGlass: true };
  const [obstacle] = automationObstacles(detail.automation, command, who, {
    nowMs: Date.parse(detail.asOf),
    liveRollout: detail.liveRollout,
    freeze: detail.freeze,
    evidence: rehearsal.evidenceOf(to),
  });
  return obstacle?.text;
}

function isSameThreshold(from: AutomationSetting, to: AutomationSetting): boolean {
  const isIn = (all: AutomationSetting['thresholds']) => (each: VersionThreshold) =>
    all.some(({ version, tau }) => version === each.version && tau === each.tau);
  return from.thresholds.every(isIn(to.thresholds)) && to.thresholds.every(isIn(from.thresholds));
}
