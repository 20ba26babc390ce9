import type { AutomationSetting } from '#contract/automation.ts';
import { automationAt } from '#stats/quality/automation-at.ts';
import { decodeLabelledData } from '../quality/labelled-data.ts';
import { scoredRows } from './scored-rows.ts';

/** Containers of columns as `LabelledRowsHeader` describes them, of one version. */
export type AutomationQuestion = {
  labelled: Uint8Array<ArrayBuffer>;
  all: Uint8Array<ArrayBuffer>;
  scoreIs: AutomationSetting['scoreIs'];
  tau: number;
};
/** Counts of labelled rows; the share is of all rows. Without rows that can be judged nothing is known of the errors. */
export type AutomationAnswer = {
  labelled: number;
  automated: number;
  errors: number;
  errorUpper: number;
  automatedShare: number;
};

/** What would happen if answers of at least that certainty acted. */
export function judgeAutomation({ labelled, all, scoreIs, tau }: AutomationQuestion): AutomationAnswer {
  const rows = scoredRows(decodeLabelledData(labelled), decodeLabelledData(all), scoreIs);
  if ('reason' in rows) return { labelled: 0, automated: 0, errors: 0, errorUpper: 1, automatedShare: 0 };
  const { certainties, isWrong } = rows.labelled;
  const point = automationAt(certainties, isWrong, tau);
  const { automated, errors, errorUpper } = point;
  return {
    labelled: point.rows,
    automated,
    errors,
    errorUpper,
    automatedShare: shareFrom(rows.all.certainties, tau),
  };
}

/** Rows without a confidence are never automated. */
export function shareFrom(certainties: Float64Array, tau: number): number {
  if (certainties.length === 0) return 0;
  return certainties.reduce((sum, certainty) => sum + (certainty >= tau ? 1 : 0), 0) / certainties.length;
}
