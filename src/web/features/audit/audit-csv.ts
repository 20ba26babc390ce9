import type { AuditRecord } from '#contract/audit.ts';
import { toCsv } from '../../format/csv.ts';

export function auditCsv(entries: readonly AuditRecord[]): string {
  return toCsv(
    ['position', 'time', 'who', 'what', 'object', 'before', 'after', 'reason', 'address', 'hash'],
    entries.map(({ position, at, actor, action, subject, before, after, reason, origin, hash }) => [
      position,
      at,
      actor,
      action,
      subject,
      JSON.stringify(before),
      JSON.stringify(after),
      reason,
      origin.ip,
      hash,
    ]),
  );
}
