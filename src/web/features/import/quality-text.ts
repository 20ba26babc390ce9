import type { DriftReport, NoEstimate } from '#workers/file/protocol.ts';

type NoQualityReason = Extract<DriftReport['quality'], { status: 'unavailable' }>['reason'];

export const qualityReasons: Record<NoQualityReason, string> = {
  'no-label': 'no column is taken for the label.',
  'no-prediction': 'no column is taken for the prediction or the score.',
  'no-labelled-rows': 'no row has a label.',
  'one-label': 'all labels are the same.',
};

export const estimateReasons: Record<NoEstimate['reason'], string> = {
  'no-rows': 'no labelled rows',
  'too-few-rows': 'too few rows',
  'no-labels': 'no labels',
  'one-label': 'one label only',
  'one-prediction': 'one prediction only',
  'no-positives': 'no positive label',
  'no-negatives': 'no negative label',
  'no-predicted-positives': 'nothing predicted positive',
  'not-probabilities': 'scores are no probabilities',
  constant: 'the label is constant',
  'outside-support': 'scores outside those of the reference',
};
