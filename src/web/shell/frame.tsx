import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useAskOnNetworkChange } from '../api/connection.ts';
import { pipelinesQuery } from '../api/pipelines.ts';
import { useJobs } from '../state/jobs.ts';
import { ToastRegion } from '../ui/toast-region.tsx';
import { showToast, undoLatest } from '../ui/toasts.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { usePaletteKey } from '../ui/use-palette-key.ts';
import { nextCompare } from '../url/compare.ts';
import {
  auditPath,
  alertsPath,
  correlationPath,
  driftPath,
  fleetPath,
  importPath,
  pipelineOf,
  pipelinePath,
  qualityPath,
  settingsPath,
  settingsSections,
  stageOf,
  rolloutsPath,
  thresholdsPath,
  type Place,
} from '../url/links.ts';
import { useAddress, useView } from '../url/use-view.ts';
import { AnchorMark } from './anchor-mark.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { copyLink } from './copy-link.ts';
import styles from './frame.module.css';
import type { Layer } from './layers.tsx';
import { LiveControl } from './live-control.tsx';
import { Navigation } from './navigation.tsx';
import { useFirstArrival } from './page.tsx';
import { PipelineSwitcher } from './pipeline-switcher.tsx';
import { ThemeChoice, toggleZone, ZoneToggle } from './preference-toggles.tsx';
import { RangeControl } from './range-control.tsx';
import { SampleProgress } from './sample-progress.tsx';
import { SampleTag } from './sample-tag.tsx';
import { SessionEnded } from './session-ended.tsx';
import { useShortcuts, type Shortcut } from './shortcuts.ts';
import { freezeRange } from './time-range-moves.ts';
import { useRangeActions, type RangeActions } from './use-range-actions.ts';
import { ViewNotice } from './view-notice.tsx';

/** The range opens beside its control, the rest over the page. */
type Opened = Layer | 'range';

const loadLayers = async () => ({ default: (await import('./layers.tsx')).Layers });
const Layers = lazy(loadLayers);
const AccountMenu = lazy(async () => ({ default: (await import('./account-menu.tsx')).AccountMenu }));
const DeadLetterBanner = lazy(async () => ({
  default: (await import('./dead-letter-banner.tsx')).DeadLetterBanner,
}));
const JobsControl = lazy(async () => ({ default: (await import('./jobs-control.tsx')).JobsControl }));
const ScopeNotice = lazy(async () => ({ default: (await import('./scope-notice.tsx')).ScopeNotice }));
const KnownControl = lazy(async () => ({ default: (await import('./known-control.tsx')).KnownControl }));
const CompareControl = lazy(async () => ({
  default: (await import('./compare-control.tsx')).CompareControl,
}));

/** What surrounds every page: where you are, which time you see, how old it is, and the way elsewhere. */
export function Frame({ place, children }: { place: Place | undefined; children: ReactNode }) {
  const actions = useRangeActions(place);
  const [layer, setLayer] = useState<Opened>();
  const shortcuts = useFrameShortcuts(place, actions, setLayer);
  useShortcuts(shortcuts);
  useFirstArrival();
  useAskOnNetworkChange();
  useFrozenWhilePaused(actions);

  const hasJobs = useJobs().length > 0;
  const overPage = layer === 'range' ? undefined : layer;
  const hasLayers = useLoaded(loadLayers, overPage !== undefined);
  usePaletteKey(layer === 'palette', (isOpen) => setLayer(isOpen ? 'palette' : undefined));
  const compare = isCompared(place) && (
    <Suspense>
      <CompareControl pipeline={place.pipeline} stage={place.stage} />
    </Suspense>
  );
  return (
    <div className={styles.frame}>
      <a href="#content" className={`visually-hidden ${styles.skip}`}>
        Skip to the content
      </a>
      <header className={styles.bar}>
        <HomeLink />
        <PipelineSwitcher place={place} />
        <ShownSampleTag place={place} />
        {!hasOwnTime(place) && place?.page !== 'alerts' && (
          <RangeControl
            actions={actions}
            compare={compare}
            isOpen={layer === 'range'}
            onOpenChange={(isOpen) => setLayer(isOpen ? 'range' : undefined)}
          />
        )}
        {compare && <span className={styles.wide}>{compare}</span>}
        {hasTwoClocks(place) && (
          <Suspense>
            <KnownControl range={actions.range} />
          </Suspense>
        )}
        {!hasOwnTime(place) && <LiveControl actions={actions} />}
        <div className={styles.end}>
          {hasJobs && (
            <Suspense>
              <JobsControl onOpen={() => setLayer('jobs')} />
            </Suspense>
          )}
          <button type="button" onClick={() => setLayer('palette')}>
            Search <kbd className={styles.key}>Ctrl K</kbd>
          </button>
          <Suspense>
            <AccountMenu />
          </Suspense>
        </div>
      </header>
      <div className={styles.notices}>
        <ConnectionBanner />
        <SessionEnded />
        <SampleProgress />
        <ViewNotice />
        <Suspense>
          <DeadLetterBanner />
        </Suspense>
        {hasTwoClocks(place) && (
          <Suspense>
            <ScopeNotice isOfStage={stageOf(place) !== undefined} />
          </Suspense>
        )}
      </div>
      <div className={styles.rail}>
        <Navigation place={place} onOpenViews={() => setLayer('views')} />
        <section className={`${styles.wide} ${styles.preferences}`} aria-label="Zone and theme">
          <ZoneToggle />
          <ThemeChoice />
        </section>
      </div>
      <main id="content" tabIndex={-1} className={styles.content}>
        {children}
      </main>
      <ToastRegion />
      {hasLayers && (
        <Suspense>
          <Layers shown={overPage} onShow={setLayer} place={place} actions={actions} shortcuts={shortcuts} />
        </Suspense>
      )}
    </div>
  );
}

function HomeLink() {
  const { view } = useView();
  return (
    <Link href={fleetPath(view)} className={styles.home} aria-label="Anchorwatch, all pipelines">
      <AnchorMark />
      <span>Anchorwatch</span>
    </Link>
  );
}

/** Pages whose charts can be held against another window, a reference or a version. */
function isCompared(place: Place | undefined): place is Extract<Place, { stage: string }> {
  return place?.page === 'stage' || place?.page === 'quality';
}

/** Pages that show no range, or choose their history themselves. */
function hasOwnTime(place: Place | undefined): boolean {
  return place !== undefined && withOwnTime.includes(place.page);
}

const withOwnTime: readonly Place['page'][] = [
  'import',
  'thresholds',
  'newThreshold',
  'threshold',
  'rollouts',
  'newRollout',
  'rollout',
  'disagreements',
  'audit',
  'settings',
];

/** Pages that can show the past as it was known at a moment. */
function hasTwoClocks(place: Place | undefined): boolean {
  return place?.page === 'fleet' || place?.page === 'pipeline' || stageOf(place) !== undefined;
}

function ShownSampleTag({ place }: { place: Place | undefined }) {
  const { data: pipelines = [] } = useQuery(pipelinesQuery());
  const name = pipelineOf(place);
  const shown = pipelines.find((pipeline) => pipeline.name === name);
  return shown?.sample ? <SampleTag /> : null;
}

function useFrameShortcuts(
  place: Place | undefined,
  actions: RangeActions,
  setLayer: (layer: Opened) => void,
): Shortcut[] {
  const { view, setView } = useView();
  const { navigate } = useAddress();
  const { data: pipelines = [] } = useQuery(pipelinesQuery());
  const pipeline = pipelineOf(place) ?? pipelines[0]?.name;
  const stages = pipelines.find(({ name }) => name === pipeline)?.stages ?? [];
  const stage = stageOf(place) ?? stages[0]?.name;
  const copy = (range?: ReturnType<typeof freezeRange>) => void copyLink(view, range).then(showToast);

  const go: Shortcut[] = [{ keys: 'g f', label: 'Go to the fleet', run: () => navigate(fleetPath(view)) }];
  if (pipeline !== undefined) {
    const run = () => navigate(pipelinePath(pipeline, view));
    go.push({ keys: 'g p', label: `Go to the pipeline ${pipeline}`, run });
    const runCorrelation = () => navigate(correlationPath(pipeline, view));
    go.push({ keys: 'g c', label: `Go to what moved first in ${pipeline}`, run: runCorrelation });
  }
  if (pipeline !== undefined && stage !== undefined) {
    const run = () => navigate(driftPath(pipeline, stage, view));
    go.push({ keys: 'g d', label: `Go to the drift of ${pipeline} / ${stage}`, run });
    const runQuality = () => navigate(qualityPath(pipeline, stage, view));
    go.push({ keys: 'g q', label: `Go to the quality of ${pipeline} / ${stage}`, run: runQuality });
  }
  go.push(
    { keys: 'g a', label: 'Go to the alerts', run: () => navigate(alertsPath(undefined, view)) },
    { keys: 'g t', label: 'Go to thresholds', run: () => navigate(thresholdsPath(view)) },
    { keys: 'g r', label: 'Go to the rollouts', run: () => navigate(rolloutsPath(view)) },
    { keys: 'g l', label: 'Go to the audit', run: () => navigate(auditPath(view)) },
    {
      keys: 'g s',
      label: 'Go to the settings',
      run: () => navigate(settingsPath(settingsSections[0], view)),
    },
    { keys: 'g i', label: 'Go to the import of files', run: () => navigate(importPath(view)) },
  );
  return [
    { keys: '?', label: 'List the keys', run: () => setLayer('keys') },
    {
      keys: 'J',
      label: 'List the jobs: files, sendings, references and reports',
      run: () => setLayer('jobs'),
    },
    { keys: 'V', label: 'Saved views: keep this page, or open one', run: () => setLayer('views') },
    ...go,
    { keys: 'u', label: 'Undo the last act that still can be', run: () => void undoLatest() },
    { keys: 't', label: 'Choose a time range', run: () => setLayer('range') },
    { keys: '[', label: 'Earlier', run: () => actions.shift(-1) },
    { keys: ']', label: 'Later', run: () => actions.shift(1) },
    { keys: '-', label: 'Zoom out', run: () => actions.zoom(2) },
    { keys: '+', label: 'Zoom in', run: () => actions.zoom(0.5) },
    { keys: 'l', label: actions.isLive ? 'Pause' : 'Go live', run: actions.toggleLive },
    ...(isCompared(place)
      ? [
          {
            keys: 'c',
            label: 'Hold the range against the next earlier window',
            run: () => setView({ cmp: nextCompare(view.cmp) }),
          },
        ]
      : []),
    { keys: 'z', label: 'Show times in the other zone (local or UTC)', run: toggleZone },
    {
      keys: 'y',
      label: 'Copy link to this instant',
      run: () => copy(freezeRange(actions.range, Date.now())),
    },
    { keys: 'Y', label: 'Copy live link', run: () => copy() },
  ];
}

/** A link that says "paused" and a relative range means the range as it was opened. */
function useFrozenWhilePaused(actions: RangeActions): void {
  const { view, setView } = useView();
  const isContradictory = !view.live && actions.isLive;
  useEffect(() => {
    if (isContradictory) setView(freezeRange(actions.range, Date.now()), { replace: true });
  });
}
