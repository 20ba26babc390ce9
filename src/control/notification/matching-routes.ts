import type { AlertSubject } from '#contract/alert.ts';
import type { Severity } from '#contract/alert-words.ts';
import type { NotificationRoute } from '#contract/notification-route.ts';
import { isCaught } from '../alert/silence.ts';

/** The routes that an alert of this severity goes by: the first that matches, and more where it continues. */
export function matchingRoutes(
  alert: AlertSubject & { severity: Severity },
  routes: readonly NotificationRoute[],
): NotificationRoute[] {
  const found: NotificationRoute[] = [];
  for (const route of routes) {
    if (!isCaught(alert, route.matchers)) continue;
    found.push(route);
    if (!route.continues) break;
  }
  return found;
}
