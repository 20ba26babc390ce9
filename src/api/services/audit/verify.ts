import type { AuditRecord, AuditVerification } from '#contract/audit.ts';
import { chainHash, chainStart } from './chain-hash.ts';

/** Follows the chain from its start; stops at the first entry that does not follow. */
export async function verifyAudit(records: AsyncIterable<AuditRecord>): Promise<AuditVerification> {
  let entries = 0;
  let unchained = 0;
  let head: AuditVerification['head'];
  for await (const { position, previousHash, hash, ...entry } of records) {
    entries++;
    if (hash === '' && head === undefined) {
      unchained++;
      continue;
    }
    const fault = (what: string): AuditVerification => ({
      isIntact: false,
      entries,
      unchained,
      ...(head && { head }),
      fault: { position, what },
    });
    if (previousHash !== (head?.hash ?? chainStart))
      return fault('it does not follow the entry before: one was removed, added or moved');
    if (hash !== (await chainHash(previousHash, entry))) return fault('it was altered');
    head = { position, hash };
  }
  return { isIntact: true, entries, unchained, ...(head && { head }) };
}
