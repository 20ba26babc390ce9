import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { AutomationSetting } from '#contract/automation.ts';
import type { AutomationDetail } from '#contract/automation-detail.ts';
import { automationQuery } from '../../api/automation.ts';
import { reviewQueueQuery } from '../../api/reviews.ts';
import { formatCount, formatValue } from '../../format/number.ts';
import { formatAge } from '../../format/time.ts';
import { rolloutPath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { Agreement } from './agreement.tsx';
import { AutomationHistory } from './automation-history.tsx';
import { controllerMeanings, degreeNames, settingText } from './automation-text.ts';
import { DegreeLadder } from './degree-ladder.tsx';
import { PendingRequest } from './pending-request.tsx';
import { SettingForm } from './setting-form.tsx';
import { ThresholdCurve } from './threshold-curve.tsx';
import { useRehearsal } from './use-rehearsal.ts';
import styles from './automation.module.css';

export function AutomationView({ pipeline, stage }: { pipeline: string; stage: string }) {
  const place = { pipeline, stage };
  const { data: detail } = useSuspenseQuery(automationQuery(place));
  const { data: queue = detail.queue } = useQuery(reviewQueueQuery(place));
  const { view } = useView();
  const { automation, controller, liveRollout, freeze } = detail;
  const isSet = automation.generation > 0;
  const setting = isSet ? automation.setting : AutomationSetting.parse({ degree: automation.setting.degree });
  const rehearsal = useRehearsal({ detail, setting, place });
  return (
    <div className={styles.view}>
      <p className={styles.answer}>{answerOf(detail, queue.waiting)}</p>
      {queue.oldestAt !== null && (
        <p className={styles.meta}>
          The oldest case has waited for {formatAge(Date.parse(detail.asOf) - Date.parse(queue.oldestAt))};{' '}
          {formatCount(queue.decidedLastHour)} were decided in the last hour.
        </p>
      )}
      {automation.request && <PendingRequest detail={detail} request={automation.request} place={place} />}
      <section aria-label="Degrees">
        <h2>Degrees</h2>
        <DegreeLadder {...{ detail, setting, place, rehearsal }} />
      </section>
      <section aria-label="Threshold">
        <h2>From which confidence</h2>
        <ThresholdCurve {...{ detail, setting, rehearsal }} />
      </section>
      <section aria-label="Agreement">
        <h2>What people found</h2>
        <Agreement queue={queue} setting={setting} />
      </section>
      <section aria-label="Settings">
        <h2>People, limits and audit</h2>
        <SettingForm key={automation.generation} {...{ detail, setting, place }} />
      </section>
      <section aria-label="Controller">
        <h2>Who moves rollouts</h2>
        {controller ? (
          <p>
            <Link href={rolloutPath(controller.rollout, view)}>The latest rollout</Link> of this stage has the
            controller at {degreeNames[controller.degree]}: {controllerMeanings[controller.degree]}. It is
            part of a rollout’s plan and approved with it.
          </p>
        ) : (
          <p className={styles.meta}>
            There was no rollout of this stage; how far the controller acts by itself is part of a rollout’s
            plan.
          </p>
        )}
        {liveRollout !== null && <p>While a rollout is under way nothing is raised here.</p>}
        {freeze && (
          <p>
            {freeze.by} froze it until {freeze.until}: {freeze.reason}
          </p>
        )}
      </section>
      <section aria-label="History">
        <h2>Who changed it</h2>
        <AutomationHistory changes={detail.changes} />
      </section>
    </div>
  );
}

function answerOf({ automation, load }: AutomationDetail, waiting: number): string {
  const { setting, generation } = automation;
  if (generation === 0)
    return 'Nobody has set the automation of this stage: every answer is used, and nobody checks a sample.';
  const people = `people get about ${formatValue(load.peoplePerHour, 'none')} decisions an hour and can take ${formatValue(setting.peoplePerHour, 'none')}`;
  const cases =
    waiting === 0
      ? 'no case waits'
      : `${formatCount(waiting)} ${waiting === 1 ? 'case waits' : 'cases wait'}`;
  return `${settingText(setting)}: ${people}; ${cases}.`;
}
