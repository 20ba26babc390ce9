import { Link } from 'wouter';
import type { Pipeline } from '#contract/pipeline.ts';
import type { TimeRange } from '../api/time-range.ts';
import { correlationPath } from '../url/links.ts';
import { useView } from '../url/use-view.ts';
import styles from './story-line.module.css';
import { useStory } from './use-story.ts';

/** What moved first in a pipeline that is in trouble, and the way to the page that shows it; nothing until that is known. */
export function StoryLine({
  pipeline,
  range,
  known,
}: {
  pipeline: Pipeline;
  range: TimeRange;
  /** As known at this instant; now when left out. */
  known?: string | undefined;
}) {
  const { view } = useView();
  const story = useStory(pipeline, range, known);
  if (story === undefined) return null;
  return (
    <p className={styles.story}>
      <Link href={correlationPath(pipeline.name, view)}>What moved first</Link>: {story}
    </p>
  );
}
