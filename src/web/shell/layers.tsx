import { FileDrop } from './file-drop.tsx';
import { JobList } from './job-list.tsx';
import { KeyList } from './key-list.tsx';
import { Palette } from './palette.tsx';
import { SavedViews } from './saved-views.tsx';
import type { Shortcut } from './shortcuts.ts';
import type { Place } from '../url/links.ts';
import type { RangeActions } from './use-range-actions.ts';

export type Layer = 'palette' | 'keys' | 'views' | 'jobs';

/** What opens over the page: one at a time, or the place for a file that is dragged in. */
export function Layers({
  shown,
  onShow,
  place,
  actions,
  shortcuts,
}: {
  shown: Layer | undefined;
  onShow: (layer: Layer | undefined) => void;
  place: Place | undefined;
  actions: RangeActions;
  shortcuts: readonly Shortcut[];
}) {
  const openness = (own: Layer) => ({
    isOpen: shown === own,
    onOpenChange: (isOpen: boolean) => onShow(isOpen ? own : undefined),
  });
  return (
    <>
      <FileDrop />
      <Palette actions={actions} shortcuts={shortcuts} place={place} {...openness('palette')} />
      <KeyList shortcuts={shortcuts} {...openness('keys')} />
      <JobList isOpen={shown === 'jobs'} onClose={() => onShow(undefined)} />
      <SavedViews isOpen={shown === 'views'} onClose={() => onShow(undefined)} />
    </>
  );
}
