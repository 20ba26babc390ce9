import { callApi } from '#contract/client.ts';
import type { EvaluatedReading } from '#contract/evaluation.ts';
import { ruleRoutes } from '#contract/routes/rule-routes.ts';
import type { RuleHistory } from '#control/threshold/rule-history.ts';
import type { TaskContext } from '../protocol.ts';
import type { RuleSlots } from './fetch-statistic.ts';
import type { AlertHistories } from './kept-histories.ts';
import type { PreviewSource } from './rehearsal-protocol.ts';

/** Slots that are asked for at once: few enough that a person sees it go on, and can stop it. */
const AT_ONCE = 50;

/** Asks the server piece by piece what the rule would have read. */
export async function fetchPreview(
  { pipeline, rule }: PreviewSource,
  { firstSlot, slotMs, count }: RuleSlots,
  { signal, onProgress }: TaskContext,
): Promise<AlertHistories> {
  const histories = new Map<string, Required<RuleHistory> & { evidence: Uint8Array }>();
  const historyOf = (name: string) => {
    const known = histories.get(name);
    if (known) return known;
    const values = new Float64Array(count).fill(NaN);
    const made = {
      firstSlot,
      slotMs,
      values,
      sizes: new Float64Array(count),
      evidence: new Uint8Array(count),
    };
    histories.set(name, made);
    return made;
  };
  for (let done = 0; done < count; done += AT_ONCE) {
    onProgress({ doing: 'fetching', share: done / count });
    // slots end within the window: after its start, and by its end
    const from = new Date((firstSlot + done + 1) * slotMs).toISOString();
    const to = new Date((firstSlot + Math.min(count, done + AT_ONCE)) * slotMs + 1).toISOString();
    const body = { rule, from, to };
    const { items } = await callApi(ruleRoutes.previewRule, { params: { pipeline }, body }, { signal });
    for (const { slot, readings } of items) {
      const at = slot - firstSlot;
      if (at < 0 || at >= count) continue;
      for (const { value, n, hasEvidence, ...reading } of readings) {
        const history = historyOf(alertName(reading, rule.scope.eachVersion === true));
        history.values[at] = value ?? NaN;
        history.sizes[at] = n;
        history.evidence[at] = hasEvidence ? 1 : 0;
      }
    }
  }
  return histories;
}

/** What tells the alerts of one rule apart. */
function alertName({ labels }: Pick<EvaluatedReading, 'labels'>, isByVersion: boolean): string {
  const what = labels['metric'] ?? labels['site'] ?? labels['stage'] ?? '';
  return isByVersion ? `${what} ${labels['version'] ?? ''}`.trim() : what;
}
