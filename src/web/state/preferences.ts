import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export type ZoneChoice = 'local' | 'UTC';

/** What this person likes, kept in this browser; nothing that a colleague should see in a link. */
export interface Preferences {
  theme: Theme;
  zone: ZoneChoice;
  /** Single-key shortcuts; some input devices type by themselves. */
  hasShortcuts: boolean;
  /** Messages on this desktop for new alerts. */
  hasNotifications: boolean;
  /** A sound for new alerts. */
  hasSound: boolean;
}

const defaults: Preferences = {
  theme: 'system',
  zone: 'local',
  hasShortcuts: true,
  hasNotifications: false,
  hasSound: false,
};

export const usePreferences = create<Preferences>()(
  persist(() => defaults, {
    name: 'anchorwatch-preferences',
    version: 1,
    storage: createJSONStorage(() => localStorage),
    merge: (stored) => readPreferences(stored),
  }),
);

export function setPreferences(patch: Partial<Preferences>): void {
  usePreferences.setState(patch);
}

/** The zone to show times in, as an IANA name. */
export function useZone(): string {
  return zoneName(usePreferences(({ zone }) => zone));
}

export function zoneName(zone: ZoneChoice): string {
  if (zone === 'UTC') return 'UTC';
  localZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return localZone;
}

/** Asked once: the answer costs a tenth of a millisecond, and every chart wants it. */
let localZone: string | undefined;

/** What storage holds, field by field; what is unknown falls back to the default. */
function readPreferences(stored: unknown): Preferences {
  const { theme, zone, hasShortcuts, hasNotifications, hasSound } = (stored ?? {}) as Record<
    keyof Preferences,
    unknown
  >;
  return {
    theme: themes.find((known) => known === theme) ?? defaults.theme,
    zone: zone === 'UTC' ? 'UTC' : 'local',
    hasShortcuts: hasShortcuts !== false,
    hasNotifications: hasNotifications === true,
    hasSound: hasSound === true,
  };
}
