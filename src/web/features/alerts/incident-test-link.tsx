import type { Alert } from '#contract/alert.ts';
import { routeUrl } from '#contract/client.ts';
import { alarmRoutes } from '#contract/routes/alarm-routes.ts';

/** What the rule read in this incident as a test of it, to be kept beside the rules. */
export function IncidentTestLink({ alert }: { alert: Alert }) {
  return (
    <a
      href={routeUrl(alarmRoutes.ruleTestOfAlert, { params: { id: alert.id } })}
      download={`${alert.rule.name}-${alert.firedAt?.slice(0, 16)}.test.yaml`.replaceAll(/[^\w.-]+/g, '-')}
    >
      Make a test from this incident
    </a>
  );
}
