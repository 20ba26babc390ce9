import { z } from 'zod';

export const severities = ['warning', 'critical'] as const;
/** `critical` pages somebody. */
export const Severity = z.enum(severities).meta({ id: 'Severity' });
export type Severity = z.infer<typeof Severity>;

export const alertTabs = ['firing', 'acknowledged', 'snoozed', 'silenced', 'resolved'] as const;
/** What the inbox sorts by: an alert in `firing` waits for a person. */
export const AlertTab = z.enum(alertTabs).meta({ id: 'AlertTab' });
export type AlertTab = z.infer<typeof AlertTab>;
