import { useRef } from 'react';
import { useVisibleRows } from '../../charts/use-visible-rows.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { useView } from '../../url/use-view.ts';
import type { Watched } from './fleet-page.tsx';
import styles from './pipeline-list.module.css';
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
  const isLong = shown.length > FEW;
  const [first, last] = useVisibleRows(list, shown.length, ROW_HEIGHT);
  const hidden = { before: first * ROW_HEIGHT, after: (shown.length - last) * ROW_HEIGHT };
  return (
    <>
      <div className={styles.filter}>
        <label>
          Filter{' '}
          <input
            ref={field}
            type="search"
            value={view.q}
            maxLength={200}
            placeholder="pipeline or stage"
            onChange={(event) => setView({ q: event.target.value }, { replace: true })}
          />
        </label>
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
        {shown.slice(first, last).map((entry) => (
          <PipelineRow key={entry.pipeline.name} watched={entry} height={isLong ? ROW_HEIGHT : undefined} />
        ))}
      </ul>
    </>
  );
}

function isFound({ pipeline: { name, title = '', stages } }: Watched, q: string): boolean {
  const words = [name, title, ...stages.map((stage) => `${stage.name} ${stage.title ?? ''}`)];
  return words.join('\n').toLowerCase().includes(q.trim().toLowerCase());
}
