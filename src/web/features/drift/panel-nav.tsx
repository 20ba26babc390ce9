import { Link } from 'wouter';
import { useAddress, useView } from '../../url/use-view.ts';
import { formatView, panelOf, panelViews, togetherView, type PanelView } from '../../url/view.ts';
import styles from './panel-nav.module.css';

const viewNames: Record<PanelView, string> = {
  distribution: 'Distribution',
  segments: 'Segments',
  ecdf: 'Cumulative',
  quantiles: 'Quantiles',
  table: 'Bins',
  missing: 'Missing',
  history: 'History',
  rows: 'Rows',
};

/** What can be seen of a metric; each view is a link that can be shared. */
export function PanelNav({ metric }: { metric: string }) {
  const { view } = useView();
  const { pathname } = useAddress();
  return (
    <nav aria-label={`Views of ${metric}`}>
      <ul className={styles.list}>
        {panelViews.map((panel) => (
          <li key={panel}>
            <Link
              href={pathname + formatView({ ...view, view: panel })}
              className={styles.link ?? ''}
              aria-current={panel === panelOf(view) ? 'true' : undefined}
            >
              {viewNames[panel]}
            </Link>
          </li>
        ))}
        <li>
          <Link
            href={pathname + formatView({ ...view, feature: undefined, at: undefined, view: togetherView })}
            className={styles.link ?? ''}
          >
            All features together
          </Link>
        </li>
      </ul>
    </nav>
  );
}
