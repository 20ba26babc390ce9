import type { Alert } from '#contract/alert.ts';

/** Alerts that one cause explains: the one it starts with, and its echoes downstream. */
export type AlertGroup = { root: Alert; echoes: Alert[] };

/** In the order of the list; an echo whose root is not in it stands for itself. */
export function groupByRoot(alerts: readonly Alert[]): AlertGroup[] {
  const ids = new Set(alerts.map(({ id }) => id));
  const isEcho = ({ id, root }: Alert) => root.alertId !== id && ids.has(root.alertId);
  return alerts
    .filter((alert) => !isEcho(alert))
    .map((root) => ({
      root,
      echoes: alerts.filter((alert) => isEcho(alert) && alert.root.alertId === root.id),
    }));
}
