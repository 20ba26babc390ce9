import { BandFields } from './band-fields.tsx';
import { BurnRateFields } from './burn-rate-fields.tsx';
import { ChangeFields } from './change-fields.tsx';
import { CompositeFields } from './composite-fields.tsx';
import { DriftFields } from './drift-fields.tsx';
import type { FieldsProps } from './fields-props.ts';
import { LabelDelayFields } from './label-delay-fields.tsx';
import { NewCategoryFields } from './new-category-fields.tsx';
import { QualityFields } from './quality-fields.tsx';
import { ShiftFields } from './shift-fields.tsx';
import { SiteSilentFields } from './site-silent-fields.tsx';
import { SourceFields } from './source-fields.tsx';
import { StageDriftFields } from './stage-drift-fields.tsx';
import type { RuleKind } from './start-condition.ts';

/** The fields of the condition's kind. */
export function KindFields({ condition, ...rest }: FieldsProps<RuleKind>) {
  switch (condition.kind) {
    case 'metric':
      return <SourceFields condition={condition} {...rest} />;
    case 'change':
      return <ChangeFields condition={condition} {...rest} />;
    case 'band':
      return <BandFields condition={condition} {...rest} />;
    case 'shift':
      return <ShiftFields condition={condition} {...rest} />;
    case 'drift':
      return <DriftFields condition={condition} {...rest} />;
    case 'stageDrift':
      return <StageDriftFields condition={condition} {...rest} />;
    case 'newCategory':
      return <NewCategoryFields condition={condition} {...rest} />;
    case 'quality':
      return <QualityFields condition={condition} {...rest} />;
    case 'labelDelay':
      return <LabelDelayFields condition={condition} {...rest} />;
    case 'burnRate':
      return <BurnRateFields condition={condition} {...rest} />;
    case 'siteSilent':
      return <SiteSilentFields condition={condition} {...rest} />;
    case 'composite':
      return <CompositeFields condition={condition} {...rest} />;
    case 'runLate':
    case 'alarmBudget':
      return null; // nothing of them is to be chosen
  }
}
