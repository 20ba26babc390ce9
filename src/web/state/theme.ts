import { usePreferences, type Theme } from './preferences.ts';

/** Puts the chosen theme on the document, now and whenever it changes; without a choice the system decides. */
export function applyTheme(): void {
  showTheme(usePreferences.getState().theme);
  usePreferences.subscribe(({ theme }) => showTheme(theme));
}

function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
