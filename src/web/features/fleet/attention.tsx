import { Link } from 'wouter';
import { LongName } from '../../ui/long-name.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import styles from './attention.module.css';
import type { Watched } from './fleet-page.tsx';

/** What is abnormal, one line a stage; nothing at all when nothing is. */
export function Attention({ watched }: { watched: readonly Watched[] }) {
  const { view } = useView();
  const troubled = watched.flatMap(({ pipeline, stages }) =>
    stages.filter(({ findings }) => findings.length > 0).map((stage) => ({ pipeline, stage })),
  );
  if (troubled.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Needs attention">
      {troubled.map(({ pipeline, stage: { name, findings } }) => (
        <li key={`${pipeline.name}\n${name}`}>
          <Glyph name={findings[0]?.severity ?? 'noData'} />
          <Link href={stagePath(pipeline.name, name, view)}>
            <LongName name={pipeline.name} /> / <LongName name={name} />
          </Link>
          <span> {findings.map(({ text }) => text).join('; ')}</span>
        </li>
      ))}
    </ul>
  );
}
