import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { verifyAudit } from '#api/services/audit/verify.ts';
import { AuditRecord } from '#contract/audit.ts';

/** `npm run audit -- verify FILE`: checks the chain of an export, on a machine that trusts nobody's server. */
const [verb, file] = process.argv.slice(2);
if (verb !== 'verify' || file === undefined) {
  console.error('npm run audit -- verify FILE, which GET /api/v1/audit/export gave');
  process.exit(2);
}

const { isIntact, entries, unchained, head, fault } = await verifyAudit(recordsOf(file));
const older = unchained > 0 ? `, ${unchained} of them older than the chain` : '';
console.log(
  isIntact
    ? `intact: ${entries} entries${older}; the last is ${head?.position ?? 'none'} with the hash ${head?.hash ?? 'none'}`
    : `broken: entry ${fault?.position}: ${fault?.what}; the last good one is ${head?.position ?? 'none'}`,
);
process.exitCode = isIntact ? 0 : 1;

async function* recordsOf(path: string): AsyncGenerator<AuditRecord> {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (line.trim() !== '') yield AuditRecord.parse(JSON.parse(line));
  }
}
