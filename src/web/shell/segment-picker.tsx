import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import { findSegment, formatSegment, rangesOf, siteSegment } from '#contract/segment.ts';
import { sitesQuery } from '../api/arrivals.ts';
import { catalogueQuery } from '../api/pipelines.ts';
import { rangeCutsQuery } from '../api/range-cuts.ts';
import { LongName } from '../ui/long-name.tsx';
import { useTimeRange } from '../url/use-time-range.ts';
import { useView } from '../url/use-view.ts';
import styles from './add-segment.module.css';
import { segmentText } from './segment-text.ts';

const MOST_SHOWN = 60;

/** The segments of a stage, to be searched by words and chosen one of. */
export function SegmentPicker({
  pipeline,
  stage,
  chosen,
  onPick,
}: {
  pipeline: string;
  stage: string;
  /** Those that are not offered again. */
  chosen: readonly string[];
  onPick: (segment: string) => void;
}) {
  const { view } = useView();
  const { data: sites = [] } = useQuery({
    ...sitesQuery(pipeline, useTimeRange(pipeline)),
    select: (all) => all.filter((state) => state.stage === stage).map(({ site }) => site),
  });
  const { data: named = [], isPending } = useQuery({
    ...catalogueQuery(pipeline),
    select: ({ stages }) =>
      (stages.find(({ name }) => name === stage)?.metrics ?? []).flatMap(({ id, kind, categories }) =>
        kind === 'categorical'
          ? categories
              .map((value) => formatSegment({ metric: id, value }))
              .filter((text) => findSegment(text))
          : [],
      ),
  });
  const { data: ranges = [] } = useQuery({
    ...rangeCutsQuery({ pipeline, stage, reference: view.ref }),
    select: (cuts) =>
      Object.entries(cuts).flatMap(([metric, own]) => rangesOf(metric, own).map(formatSegment)),
  });
  const segments = [
    ...sites.map((value) => formatSegment({ metric: siteSegment, value })),
    ...named,
    ...ranges,
  ];
  const [query, setQuery] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const found = findSegments(segments, query).filter((segment) => !chosen.includes(segment));

  function answerKey(event: KeyboardEvent) {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1) };
    const target = buttons[moves[event.key] ?? -1];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- arrow keys go from the field to the list and through it
    <div className={styles.picker} onKeyDown={answerKey}>
      <input
        type="search"
        aria-label="Find a segment"
        placeholder="Find a segment"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the layer was opened to type here
        autoFocus
        maxLength={200}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <ul ref={list} className={styles.list} aria-label="Segments found">
        {found.slice(0, MOST_SHOWN).map((segment) => (
          <li key={segment}>
            <button type="button" data-kind="plain" onClick={() => onPick(segment)}>
              <LongName name={segmentText(segment)} most={40} />
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className={styles.note}>
        {countText(found.length, segments.length, isPending)}
      </p>
    </div>
  );
}

/** Those that hold every word. */
function findSegments(segments: readonly string[], query: string): string[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return segments.filter((segment) => {
    const text = segmentText(segment).toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function countText(found: number, all: number, isPending: boolean): string {
  if (isPending) return 'Loading the values …';
  if (all === 0) return 'This stage has neither sites nor metrics to narrow by.';
  if (found === 0) return 'No segment is called that.';
  return found > MOST_SHOWN
    ? `${found} found, the first ${MOST_SHOWN} are shown: type to narrow them.`
    : `${found} found`;
}
