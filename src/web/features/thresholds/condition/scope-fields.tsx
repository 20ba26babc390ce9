import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RuleDefinition } from '#contract/rule.ts';
import { isSelectable } from '#control/rule/check-rule.ts';
import { overviewQuery } from '../../../api/pipelines.ts';
import { SegmentPicker } from '../../../shell/segment-picker.tsx';
import { segmentText } from '../../../shell/segment-text.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { LongName } from '../../../ui/long-name.tsx';
import { Select } from '../../../ui/select.tsx';
import { useTimeRange } from '../../../url/use-time-range.ts';
import styles from './condition-form.module.css';

const MOST_SEGMENTS = 10;

/** Which rows of the stage: of a version, of segments. */
export function ScopeFields({
  draft: { scope, condition },
  pipeline,
  onScope,
}: {
  draft: RuleDefinition;
  pipeline: string;
  onScope: (scope: RuleDefinition['scope']) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const range = useTimeRange(pipeline);
  const { data: overview } = useQuery(overviewQuery(pipeline, range));
  const { stage, segment = [], version, eachVersion } = scope;
  if (stage === undefined || !isSelectable(condition)) return null;
  const live = overview?.stages.find((one) => one.stage === stage)?.versions ?? [];
  const versions = [
    ...new Set([...(version === undefined ? [] : [version]), ...live.map((one) => one.version)]),
  ];
  const narrow = (segments: readonly string[]) => {
    const { segment: _segment, ...rest } = scope;
    onScope(segments.length === 0 ? rest : { ...rest, segment: [...segments] });
  };
  return (
    <>
      <Select
        label="Versions"
        value={version === undefined ? (eachVersion ? 'each' : 'together') : `v ${version}`}
        options={[
          { value: 'together', label: 'all together' },
          { value: 'each', label: 'each by itself' },
          ...versions.map((name) => ({ value: `v ${name}`, label: `only ${name}` })),
        ]}
        onChange={(next) => {
          const rest = { stage, ...(scope.segment && { segment: scope.segment }) };
          if (next === 'together') onScope(rest);
          else
            onScope(next === 'each' ? { ...rest, eachVersion: true } : { ...rest, version: next.slice(2) });
        }}
      />
      {segment.length > 0 && (
        <ul className={styles.segments} aria-label="Segments">
          {segment.map((one) => (
            <li key={one}>
              <LongName name={segmentText(one)} most={40} />{' '}
              <button
                type="button"
                data-kind="plain"
                aria-label={`Take ${segmentText(one)} away`}
                onClick={() => narrow(segment.filter((other) => other !== one))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" disabled={segment.length >= MOST_SEGMENTS} onClick={() => setOpen(true)}>
        + Segment
      </button>
      <Dialog title="Watch only a segment" isOpen={isOpen} onClose={() => setOpen(false)}>
        <SegmentPicker
          pipeline={pipeline}
          stage={stage}
          chosen={segment}
          onPick={(picked) => {
            narrow([...new Set([...segment, picked])]);
            setOpen(false);
          }}
        />
      </Dialog>
    </>
  );
}
