import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import type { Pipeline } from '#contract/pipeline.ts';
import { pipelinesQuery } from '../api/pipelines.ts';
import {
  auditPath,
  alertsPath,
  fleetPath,
  importPath,
  pipelineOf,
  pipelinePath,
  settingsPath,
  settingsSections,
  stageOf,
  stagePath,
  rolloutsPath,
  thresholdsPath,
  type Place,
} from '../url/links.ts';
import { useView } from '../url/use-view.ts';
import styles from './navigation.module.css';

const WaitingAlerts = lazy(async () => ({ default: (await import('./waiting-alerts.tsx')).WaitingAlerts }));

const WaitingRollouts = lazy(async () => ({
  default: (await import('./waiting-rollouts.tsx')).WaitingRollouts,
}));

/** The rail at the left; on a phone, the bar at the bottom, where pipelines are reached through Fleet. */
export function Navigation({ place, onOpenViews }: { place: Place | undefined; onOpenViews: () => void }) {
  const { view } = useView();
  const { data: pipelines = [] } = useQuery(pipelinesQuery());
  const shown = pipelineOf(place);
  return (
    <nav className={styles.rail} aria-label="Pages">
      <Link href={fleetPath(view)} aria-current={place?.page === 'fleet' ? 'page' : undefined}>
        Fleet
      </Link>
      <AlertsLink isShown={place?.page === 'alerts'} />
      <Link
        href={rolloutsPath(view)}
        aria-current={
          place?.page === 'rollouts' || place?.page === 'rollout' || place?.page === 'disagreements'
            ? 'page'
            : undefined
        }
      >
        Rollouts
        <Suspense>
          <WaitingRollouts />
        </Suspense>
      </Link>
      <ul className={styles.pipelines} aria-label="Pipelines">
        {pipelines.map((pipeline) => (
          <li key={pipeline.name}>
            <Link
              href={pipelinePath(pipeline.name, view)}
              title={pipeline.name}
              aria-current={
                shown === pipeline.name ? (place?.page === 'pipeline' ? 'page' : 'true') : undefined
              }
            >
              {pipeline.title ?? pipeline.name}
            </Link>
            {shown === pipeline.name && <Stages pipeline={pipeline} place={place} />}
          </li>
        ))}
      </ul>
      <Link href={thresholdsPath(view)} aria-current={place?.page === 'thresholds' ? 'page' : undefined}>
        Thresholds
      </Link>
      <Link href={importPath(view)} aria-current={place?.page === 'import' ? 'page' : undefined}>
        Import
      </Link>
      <Link href={auditPath(view)} aria-current={place?.page === 'audit' ? 'page' : undefined}>
        Audit
      </Link>
      <Link
        href={settingsPath(settingsSections[0], view)}
        aria-current={place?.page === 'settings' ? 'page' : undefined}
      >
        Settings
      </Link>
      <button type="button" data-kind="plain" className={styles.views} onClick={onOpenViews}>
        Saved views
      </button>
    </nav>
  );
}

/** With the number of alerts that wait for a person, which the title of the tab tells, too. */
function AlertsLink({ isShown }: { isShown: boolean }) {
  const { view } = useView();
  return (
    <Link href={alertsPath(undefined, view)} aria-current={isShown ? 'page' : undefined}>
      Alerts
      <Suspense>
        <WaitingAlerts />
      </Suspense>
    </Link>
  );
}

function Stages({ pipeline, place }: { pipeline: Pipeline; place: Place | undefined }) {
  const { view } = useView();
  const shown = stageOf(place);
  return (
    <ul aria-label="Stages">
      {pipeline.stages.map(({ name, title }) => (
        <li key={name}>
          <Link
            href={stagePath(pipeline.name, name, view)}
            title={name}
            aria-current={shown === name ? 'page' : undefined}
          >
            {title ?? name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
