import { expect, it } from 'vitest';

import { ownReference, readReferenceFolder } from './conformance/reference-folder.ts';
import { verdictOn } from './conformance/verdicts.ts';

it.each(readReferenceFolder(ownReference))('$statistic agrees with the reference in $file $id', (case_) => {
  expect(verdictOn(case_).complaints).toEqual([]);
});
