import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogueQuery, pipelinesQuery } from '../api/pipelines.ts';
import { savedViewsQuery } from '../api/saved-views.ts';
import { usePreferences } from '../state/preferences.ts';
import { CommandPalette } from '../ui/command-palette.tsx';
import { pipelineOf, type Place } from '../url/links.ts';
import { useAddress, useView } from '../url/use-view.ts';
import {
  placeCommands,
  rangeCommands,
  savedViewCommands,
  shortcutCommands,
  suggestRange,
  themeCommands,
} from './commands.ts';
import type { Shortcut } from './shortcuts.ts';
import type { RangeActions } from './use-range-actions.ts';

const MOST_RECENT = 5;

export interface PaletteProps {
  place: Place | undefined;
  actions: RangeActions;
  shortcuts: readonly Shortcut[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Finds pages, pipelines, stages, the metrics of the pipeline at hand, ranges and what the keys do. */
export function Palette({ place, actions, shortcuts, isOpen, onOpenChange }: PaletteProps) {
  const { view } = useView();
  const { navigate } = useAddress();
  const isUtc = usePreferences(({ zone }) => zone) === 'UTC';
  const [recentIds, setRecentIds] = useState<readonly string[]>([]);
  const { data: pipelines = [] } = useQuery(pipelinesQuery());
  const pipeline = pipelineOf(place);
  const { data: savedViews = [] } = useQuery({ ...savedViewsQuery(), enabled: isOpen });
  const { data: catalogue } = useQuery({
    ...catalogueQuery(pipeline ?? ''),
    enabled: isOpen && pipeline !== undefined,
  });
  return (
    <CommandPalette
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      commands={
        isOpen
          ? [
              ...placeCommands(pipelines, catalogue, view, navigate),
              ...savedViewCommands(savedViews, navigate),
              ...shortcutCommands(shortcuts),
              ...themeCommands(),
              ...rangeCommands(actions.choose),
            ]
          : []
      }
      suggest={(typed) => suggestRange(typed, { nowMs: Date.now(), isUtc, choose: actions.choose })}
      recentIds={recentIds}
      onChoose={({ id }) =>
        setRecentIds((ids) => [id, ...ids.filter((known) => known !== id)].slice(0, MOST_RECENT))
      }
    />
  );
}
