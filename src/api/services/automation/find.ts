import type { Automation, AutomationRules } from '#contract/automation.ts';
import { unsetAutomation } from '#control/automation/decide.ts';
import type { StageOf } from '../../automation-store.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { getPipeline } from '../pipelines/find.ts';

/** What programs may do with an answer of the stage. */
export async function findRules({ control }: Ports, of: StageOf): Promise<AutomationRules> {
  const stored = await control.findAutomation(of);
  const { degree, thresholds, auditShare, scoreField, scoreIs, whenUnsure } =
    stored?.setting ?? unsetAutomation;
  const setting = { degree, thresholds, auditShare, scoreField, scoreIs, whenUnsure };
  return { ...of, generation: stored?.generation ?? 0, isSet: stored !== undefined, ...setting };
}

/** As it is stored, or as it is while nobody has set it; throws when there is no such stage. */
export async function getAutomation(ports: Ports, of: StageOf): Promise<Automation> {
  const stored = await ports.control.findAutomation(of);
  if (stored) return stored;
  const { stages } = await getPipeline(ports, of.pipeline);
  if (!stages.some(({ name }) => name === of.stage)) throw notFound(`stage ${of.stage} of ${of.pipeline}`);
  return { ...of, generation: 0, setting: unsetAutomation, salt: '', request: null };
}
