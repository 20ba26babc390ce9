import { Link } from 'wouter';
import { fleetPath } from '../url/links.ts';
import { useView } from '../url/use-view.ts';
import { Page } from './page.tsx';

export function NotFoundPage({ what = 'page at this address' }: { what?: string }) {
  const { view } = useView();
  return (
    <Page title="Not found" documentTitle="Not found">
      <p>
        There is no {what}. <Link href={fleetPath(view)}>Go to all pipelines</Link>
      </p>
    </Page>
  );
}
