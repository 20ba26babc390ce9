import { z } from 'zod';

const PLACE = '{version}';

/** A text that holds `{version}` once, where a version's name is put. */
export const VersionTemplate = z
  .string()
  .min(1)
  .refine((text) => text.split(PLACE).length === 2, { error: `needs ${PLACE} once` });

/** The text for a version; a URI or the tag of an image, which may be anything. */
export function textForVersion(template: string, version: string): string {
  return template.replace(PLACE, () => version);
}

/**
 * The name of an object for a version.
 *
 * @throws {Error} where it is no DNS label, which the API server would refuse
 */
export function nameForVersion(template: string, version: string): string {
  const name = textForVersion(template, version);
  if (name.length > 63 || !/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name))
    throw new Error(`${name} cannot be the name of an object: lower-case letters, digits and -`);
  return name;
}
