import type { AlertSource } from '#contract/alert-source.ts';
import type { StoredAlertSource } from '../../alert-source-store.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';

export async function getAlertSource(
  { control }: Pick<Ports, 'control'>,
  id: string,
): Promise<StoredAlertSource> {
  const source = await control.findAlertSource(id);
  if (!source) throw notFound(`alert source ${id}`);
  return source;
}

/** As it crosses the wire and stands in the audit: of its token no more than that there is one. */
export function toAlertSource({ token, ...source }: StoredAlertSource): AlertSource {
  return { ...source, hasToken: token !== null };
}
