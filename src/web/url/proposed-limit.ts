import { type Severity, severities } from '#contract/alert-words.ts';
import { formatNames, parseNames } from './series-id.ts';

/** A limit that a link proposes for a rule. */
export type ProposedLimit = { severity: Severity; threshold: number };

export function formatProposal({ severity, threshold }: ProposedLimit): string {
  return formatNames([severity, String(threshold)]);
}

/** Of `critical~0.13`; undefined for anything else. */
export function parseProposal(text: string | undefined): ProposedLimit | undefined {
  const [name, number, ...rest] = parseNames(text ?? '');
  const severity = severities.find((known) => known === name);
  if (!severity || !number || rest.length > 0) return undefined;
  const threshold = Number(number);
  return Number.isFinite(threshold) ? { severity, threshold } : undefined;
}
