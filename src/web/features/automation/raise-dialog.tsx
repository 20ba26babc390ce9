import type { AutomationEvidence, AutomationSetting } from '#contract/automation.ts';
import { approvalsWanted } from '#control/automation/obstacles.ts';
import { degreeNames, settingText } from './automation-text.ts';
import { EvidenceLines } from './evidence-lines.tsx';
import { PhraseDialog } from './phrase-dialog.tsx';

/** Asks a second person for more automation, with what speaks for it. */
export function RaiseDialog({
  stage,
  to,
  evidence,
  onAsk,
  onClose,
}: {
  stage: string;
  to: AutomationSetting;
  evidence: AutomationEvidence;
  onAsk: (reason: string) => void;
  onClose: () => void;
}) {
  const others = approvalsWanted(to);
  return (
    <PhraseDialog
      title={`Ask for ${degreeNames[to.degree]}`}
      phrase={`${stage} ${to.degree}`}
      onGive={onAsk}
      onClose={onClose}
    >
      <p>
        {settingText(to)}. {others === 1 ? 'Another person' : `${others} other people`} must agree within four
        hours, on evidence that is read anew.
      </p>
      <EvidenceLines evidence={evidence} errorLimit={to.errorLimit} />
    </PhraseDialog>
  );
}
