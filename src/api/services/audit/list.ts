import type { AuditPage } from '#contract/audit.ts';
import type { AuditFilter, Ports } from '../../ports.ts';

export async function listAudit(
  { control }: Ports,
  { limit, ...filter }: AuditFilter & { limit: number },
): Promise<AuditPage> {
  const found = await control.findAudit(filter, limit + 1);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(found.length > limit && last && { next: last.position }) };
}
