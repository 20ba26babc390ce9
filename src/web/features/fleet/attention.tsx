import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { FindingText } from '../../health/finding-text.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { LongName } from '../../ui/long-name.tsx';
import { stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import styles from './attention.module.css';
import type { Watched } from './fleet-page.tsx';

const StoryLine = lazy(async () => ({ default: (await import('../../leads/story-line.tsx')).StoryLine }));

/** What moved first is worked out for so many pipelines in trouble: for more, nobody reads it at a glance. */
const MOST_STORIES = 3;

/** What is abnormal, one line a stage and what moved first in its pipeline; nothing at all when nothing is. */
export function Attention({ watched }: { watched: readonly Watched[] }) {
  const { view } = useView();
  const troubled = watched
    .map((entry) => ({ ...entry, stages: entry.stages.filter(({ findings }) => findings.length > 0) }))
    .filter(({ stages }) => stages.length > 0);
  if (troubled.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Needs attention">
      {troubled.flatMap(({ pipeline, range, stages }, place) =>
        stages.map(({ name, findings }, index) => (
          <li key={`${pipeline.name}\n${name}`}>
            <Glyph name={findings[0]?.severity ?? 'noData'} />
            <Link href={stagePath(pipeline.name, name, view)}>
              <LongName name={pipeline.name} /> / <LongName name={name} />
            </Link>
            <span>
              {' '}
              <FindingText pipeline={pipeline.name} stage={name} findings={findings} />
            </span>
            {place < MOST_STORIES && index === stages.length - 1 && pipeline.stages.length > 1 && (
              <Suspense>
                <StoryLine pipeline={pipeline} range={range} known={view.known} />
              </Suspense>
            )}
          </li>
        )),
      )}
    </ul>
  );
}
