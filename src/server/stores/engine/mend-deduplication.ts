import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Table = { name: string; paths: string[] };
/** A part holds the blocks `first` to `last` of its partition, itself or merged. */
type Part = { partition: string; first: number; last: number };

const ADDED = '1';

/**
 * Makes tables forget the inserts that a killed engine had written down but not stored. The engine notes a block's
 * token in the table's deduplication log just before it renames the finished part into place; killed in between, it
 * would take the insert that is sent again for a repeated one, and its rows would be lost.
 *
 * The engine has the folder open, so that no other process writes to it; a table to be mended is detached meanwhile.
 *
 * @param query answers lines of JSON
 */
export async function mendDeduplication(query: (sql: string) => Promise<string>): Promise<void> {
  const tables = await query(
    "SELECT name, data_paths AS paths FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' FORMAT JSONEachRow",
  );
  for (const line of tables.split('\n').filter(Boolean)) {
    const { name, paths } = JSON.parse(line) as Table;
    const logs = paths.flatMap(brokenLogs);
    if (logs.length === 0) continue;
    await query(`DETACH TABLE ${name} SYNC`);
    for (const { file, kept } of logs) writeFileSync(file, kept);
    await query(`ATTACH TABLE ${name}`);
  }
}

/** The deduplication logs that name a part which is not there, and what they should say. */
function brokenLogs(folder: string): { file: string; kept: string }[] {
  const names = readdirSync(folder);
  if (!names.includes('deduplication_logs')) return [];
  const parts = Map.groupBy(names.flatMap(parsePart), ({ partition }) => partition);
  const isThere = ({ partition, first, last }: Part) =>
    (parts.get(partition) ?? []).some((part) => part.first <= first && last <= part.last);

  const logs = join(folder, 'deduplication_logs');
  return readdirSync(logs).flatMap((name) => {
    const file = join(logs, name);
    const lines = readFileSync(file, 'utf8').split('\n');
    const kept = lines.filter((line) => {
      const [operation, part = ''] = line.split('\t');
      return operation !== ADDED || parsePart(part).every(isThere);
    });
    return kept.length < lines.length ? [{ file, kept: kept.join('\n') }] : [];
  });
}

function parsePart(name: string): Part[] {
  const found = /^(?!tmp)(\w+?)_(\d+)_(\d+)_\d+(?:_\d+)?$/.exec(name);
  return found ? [{ partition: found[1] as string, first: Number(found[2]), last: Number(found[3]) }] : [];
}
