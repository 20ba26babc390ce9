import { useRef } from 'react';
import { useVisibleRows } from '../../charts/use-visible-rows.ts';
import { LongName } from '../../ui/long-name.tsx';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { useView } from '../../url/use-view.ts';
import type { Watched } from './fleet-page.tsx';
import styles from './pipeline-list.module.css';
import { asLines, groupByTeam, type PipelineLine } from './pipeline-groups.ts';
import { PipelineRow } from './pipeline-row.tsx';

/** Of a row in a long list, of which only those in sight are in the document; in CSS pixels. */
const ROW_HEIGHT = 72;
const FEW = 60;

/** All pipelines, or those that a word finds. */
export function PipelineList({ watched }: { watched: readonly Watched[] }) {
  const { view, setView } = useView();
  const list = useRef<HTMLUListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: '/', label: 'Filter the pipelines', run: () => field.current?.focus() }]);
  const shown = watched.filter((entry) => isFound(entry, view.q));
  const lines = view.by === 'team' ? groupByTeam(shown) : asLines(shown);
  const isLong = lines.length > FEW;
  const [first, last] = useVisibleRows(list, lines.length, ROW_HEIGHT);
  const hidden = { before: first * ROW_HEIGHT, after: (lines.length - last) * ROW_HEIGHT };
  return (
    <>
      <div className={styles.filter}>
        <label>
          Filter
          <input
            ref={field}
            type="search"
            value={view.q}
            maxLength={200}
            placeholder="pipeline, stage or team"
            onChange={(event) => setView({ q: event.target.value }, { replace: true })}
          />
        </label>
        {watched.some(({ pipeline }) => pipeline.team !== undefined) && (
          <label>
            <input
              type="checkbox"
              checked={view.by === 'team'}
              onChange={({ target }) => setView({ by: target.checked ? 'team' : undefined })}
            />
            Group by team
          </label>
        )}
        <span role="status" className={styles.count}>
          {view.q !== '' && `${shown.length} of ${watched.length} pipelines`}
        </span>
      </div>
      <ul
        ref={list}
        className={styles.pipelines}
        aria-label="Pipelines"
        style={isLong ? { paddingBlock: `${hidden.before}px ${hidden.after}px` } : undefined}
      >
        {lines.slice(first, last).map((line) => (
          <Line key={keyOf(line)} line={line} height={isLong ? ROW_HEIGHT : undefined} />
        ))}
      </ul>
    </>
  );
}

function Line({ line, height }: { line: PipelineLine; height: number | undefined }) {
  if (line.kind === 'pipeline') return <PipelineRow watched={line.watched} height={height} />;
  return (
    <li className={styles.team} style={{ height }}>
      <h3>
        <LongName name={line.team ?? 'No team'} />
      </h3>
      <span className={styles.count}>{line.size === 1 ? '1 pipeline' : `${line.size} pipelines`}</span>
    </li>
  );
}

function keyOf(line: PipelineLine): string {
  return line.kind === 'pipeline' ? `pipeline ${line.watched.pipeline.name}` : `team ${line.team ?? ''}`;
}

function isFound({ pipeline: { name, title = '', team = '', stages } }: Watched, q: string): boolean {
  const words = [name, title, team, ...stages.map((stage) => `${stage.name} ${stage.title ?? ''}`)];
  return words.join('\n').toLowerCase().includes(q.trim().toLowerCase());
}
