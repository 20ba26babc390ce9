import { lazy, Suspense } from 'react';
import { FleetPage } from './features/fleet/fleet-page.tsx';
import { Boundary } from './shell/boundary.tsx';
import { Frame } from './shell/frame.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { PageSkeleton } from './shell/page-skeleton.tsx';
import { parsePathname, type Place } from './url/links.ts';
import { useAddress } from './url/use-view.ts';

const PipelinePage = lazy(async () => ({
  default: (await import('./features/pipeline/pipeline-page.tsx')).PipelinePage,
}));
const StagePage = lazy(async () => ({
  default: (await import('./features/stage/stage-page.tsx')).StagePage,
}));
const DriftPage = lazy(async () => ({
  default: (await import('./features/drift/drift-page.tsx')).DriftPage,
}));

const ImportPage = lazy(async () => ({
  default: (await import('./features/import/import-page.tsx')).ImportPage,
}));

export function App() {
  const { pathname } = useAddress();
  const place = parsePathname(pathname);
  return (
    <Frame place={place}>
      <Boundary what="This page" resetKey={pathname}>
        <Suspense fallback={<PageSkeleton />}>
          {place ? <Content place={place} /> : <NotFoundPage />}
        </Suspense>
      </Boundary>
    </Frame>
  );
}

function Content({ place }: { place: Place }) {
  switch (place.page) {
    case 'fleet':
      return <FleetPage />;
    case 'import':
      return <ImportPage />;
    case 'pipeline':
      return <PipelinePage key={place.pipeline} pipeline={place.pipeline} />;
    case 'stage':
      return (
        <StagePage key={`${place.pipeline} ${place.stage}`} pipeline={place.pipeline} stage={place.stage} />
      );
    case 'drift':
      return (
        <DriftPage key={`${place.pipeline} ${place.stage}`} pipeline={place.pipeline} stage={place.stage} />
      );
  }
}
