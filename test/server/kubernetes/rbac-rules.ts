import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { RbacRule } from './api-server.ts';

/** The rules of the Role in the manifest that a page of the documentation shows: what the adapter can do with it, and no more. */
export function rbacRules(page: string): RbacRule[] {
  const text = readFileSync(join(import.meta.dirname, '../../../docs', page), 'utf8');
  const manifests = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, yaml]) =>
    parseAllDocuments(yaml ?? '').map((document) => document.toJS() as { kind?: string; rules?: RbacRule[] }),
  );
  const rules = manifests.filter((manifest) => manifest?.kind === 'Role').flatMap((role) => role.rules ?? []);
  if (rules.length === 0) throw new Error(`${page} shows no Role`);
  return rules;
}
