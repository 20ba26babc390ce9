import type { AuditRecord } from '#contract/audit.ts';
import type { ControlStore } from '../../ports.ts';

const PAGE_ROWS = 500;

/** All entries, oldest first, a page at a time. */
export async function* allRecords(control: Pick<ControlStore, 'readAudit'>): AsyncGenerator<AuditRecord> {
  for (let after = 0; ;) {
    const page = await control.readAudit(after, PAGE_ROWS);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS) return;
    after = last.position;
  }
}
