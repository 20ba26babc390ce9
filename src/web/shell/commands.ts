import type { Catalogue, Pipeline } from '#contract/pipeline.ts';
import type { SavedView } from '#contract/saved-view.ts';
import type { TimeRange } from '../api/time-range.ts';
import { setPreferences, themes } from '../state/preferences.ts';
import type { Command } from '../ui/filter-commands.ts';
import {
  correlationPath,
  driftPath,
  fleetPath,
  importPath,
  metricsPath,
  pipelinePath,
  automationPath,
  qualityPath,
  reviewsPath,
  referencesPath,
  requestsPath,
  stagePath,
  rolloutsPath,
  thresholdsPath,
} from '../url/links.ts';
import type { View } from '../url/view.ts';
import type { Shortcut } from './shortcuts.ts';
import { presets } from './time-range-moves.ts';
import { parseTypedRange } from './typed-range.ts';

/** All places to go to: pages, then the metrics of the catalogue at hand. */
export function placeCommands(
  pipelines: readonly Pipeline[],
  catalogue: Catalogue | undefined,
  view: View,
  navigate: (path: string) => void,
): Command[] {
  const page = (label: string, path: string, words = ''): Command => ({
    id: `page ${path}`,
    group: 'Pages',
    label,
    words,
    onRun: () => navigate(path),
  });
  const pages = pipelines.flatMap(({ name, title, stages }) => [
    page(name, pipelinePath(name, view), `pipeline ${title ?? ''}`),
    page(`What moved first in ${name}`, correlationPath(name, view), 'correlation root cause lag lead'),
    page(`Requests of ${name}`, requestsPath(name, view), 'traces request id slowest errors'),
    ...stages.flatMap((stage) => [
      page(`${name} / ${stage.name}`, stagePath(name, stage.name, view), `stage ${stage.title ?? ''}`),
      page(`Drift of ${name} / ${stage.name}`, driftPath(name, stage.name, view)),
      page(`Metrics of ${name} / ${stage.name}`, metricsPath(name, stage.name, view), 'pin mute rename unit'),
      page(
        `Quality of ${name} / ${stage.name}`,
        qualityPath(name, stage.name, view),
        'concept accuracy labels',
      ),
      page(`Automation of ${name} / ${stage.name}`, automationPath(name, stage.name, view), 'degree people'),
      page(`Cases of ${name} / ${stage.name}`, reviewsPath(name, stage.name, view), 'review queue people'),
      page(`References of ${name} / ${stage.name}`, referencesPath(name, stage.name, view), 'baseline'),
    ]),
  ]);
  return [
    page('Fleet', fleetPath(view), 'all pipelines home'),
    page('Rollouts', rolloutsPath(view), 'canary shadow blue-green promote roll back versions releases'),
    page('Thresholds', thresholdsPath(view), 'rules limits alerts budget of false alarms'),
    page('Import', importPath(view), 'file upload csv parquet json lines own data'),
    ...pages,
    ...metricCommands(catalogue, view, navigate),
  ];
}

export function savedViewCommands(views: readonly SavedView[], navigate: (path: string) => void): Command[] {
  return views.map(({ id, name, address }) => ({
    id: `view ${id}`,
    group: 'Saved views',
    label: name,
    words: 'saved view',
    onRun: () => navigate(address),
  }));
}

/** The typed text as a range, where it is one. */
export function suggestRange(
  typed: string,
  { nowMs, isUtc, choose }: { nowMs: number; isUtc: boolean; choose: (range: TimeRange) => void },
): Command[] {
  const range = parseTypedRange(typed, nowMs, isUtc);
  if (!range) return [];
  return [
    { id: 'typed range', group: 'Time range', label: `Show ${typed.trim()}`, onRun: () => choose(range) },
  ];
}

export function rangeCommands(choose: (range: TimeRange) => void): Command[] {
  return presets.map(({ label, from }) => ({
    id: `range ${from}`,
    group: 'Time range',
    label,
    words: 'time range',
    onRun: () => choose({ from, to: 'now' }),
  }));
}

export function shortcutCommands(shortcuts: readonly Shortcut[]): Command[] {
  return shortcuts
    .filter(({ keys }) => !keys.startsWith('g ')) // pages are listed as such
    .map(({ keys, label, run }) => ({ id: `action ${keys}`, group: 'Actions', label, keys, onRun: run }));
}

export function themeCommands(): Command[] {
  return themes.map((theme) => ({
    id: `theme ${theme}`,
    group: 'Actions',
    label: `Theme: ${theme}`,
    onRun: () => setPreferences({ theme }),
  }));
}

function metricCommands(
  catalogue: Catalogue | undefined,
  view: View,
  navigate: (path: string) => void,
): Command[] {
  if (!catalogue) return [];
  return catalogue.stages.flatMap((stage) =>
    stage.metrics.map((metric) => {
      const path = driftPath(catalogue.pipeline, stage.name, view, { feature: metric.id });
      return {
        id: `metric ${path}`,
        group: `${metric.group} of ${stage.name}`,
        label: metric.name,
        words: `metric feature ${metric.id}`,
        onRun: () => navigate(path),
      };
    }),
  );
}
