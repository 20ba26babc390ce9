import type { ColumnRole } from '#workers/file/protocol.ts';

/** What a column can be, in the words of the page. */
export const roleLabels: Record<ColumnRole, string> = {
  time: 'time',
  prediction: 'prediction',
  score: 'score',
  label: 'label',
  id: 'request id',
  segment: 'segment',
  number: 'input, number',
  category: 'input, category',
  ignored: 'left out',
};

export const roleOptions = (Object.keys(roleLabels) as ColumnRole[]).map((value) => ({
  value,
  label: roleLabels[value],
}));
