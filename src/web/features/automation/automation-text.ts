import type { AutomationChange, AutomationSetting } from '#contract/automation.ts';
import type { ReviewReason } from '#contract/review.ts';
import type { Authority, ControllerDegree } from '#contract/rollout-words.ts';

export const degreeNames: Record<Authority, string> = {
  humanOnly: 'Human only',
  shadow: 'Shadow',
  assist: 'Assist',
  partial: 'Partial',
  full: 'Full',
};

export const degreeMeanings: Record<Authority, string> = {
  humanOnly: 'People decide everything; the model is not asked.',
  shadow: 'People decide everything, blind; the model answers for the log only.',
  assist: 'People decide everything and see what the model suggests.',
  partial: 'The model acts where it is sure enough; people decide the rest.',
  full: 'The model always acts; people decide a random sample.',
};

export const controllerMeanings: Record<ControllerDegree, string> = {
  humanOnly: 'people make every move, and harm pages them',
  shadow: 'people make every move, while the controller writes down what it would have done',
  assist: 'the controller proposes with evidence, people click, and harm rolls back by itself',
  partial: 'the controller advances up to its cap while the gates are proven, and rolls back by itself',
  full: 'the controller makes every move while the gates are proven; people only brake',
};

export const reasonNames: Record<ReviewReason, string> = {
  humanOnly: 'people decide everything',
  shadow: 'beside a model in shadow',
  assist: 'with the model’s suggestion',
  unsure: 'the model was not sure',
  unscored: 'the model gave no confidence',
  audit: 'random sample',
};

export const changeNames: Record<AutomationChange['kind'], string> = {
  set: 'set it to',
  request: 'asked, at',
  approve: 'agreed, still at',
  raise: 'agreed, and it became',
  reject: 'rejected what was asked, at',
  withdraw: 'took back what was asked, at',
};

/** A setting in a few words. */
export function settingText({
  degree,
  thresholds,
}: Pick<AutomationSetting, 'degree' | 'thresholds'>): string {
  if (degree !== 'partial') return degreeNames[degree];
  const each = thresholds.map(({ version, tau }) => `${version} from ${tau}`);
  return `Partial (${each.join(', ') || 'no version'})`;
}
