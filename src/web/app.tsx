import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { sessionQuery } from './api/session.ts';
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
const CorrelationPage = lazy(async () => ({
  default: (await import('./features/correlation/correlation-page.tsx')).CorrelationPage,
}));
const RequestsPage = lazy(async () => ({
  default: (await import('./features/requests/requests-page.tsx')).RequestsPage,
}));
const RequestPage = lazy(async () => ({
  default: (await import('./features/requests/request-page.tsx')).RequestPage,
}));
const StagePage = lazy(async () => ({
  default: (await import('./features/stage/stage-page.tsx')).StagePage,
}));
const DriftPage = lazy(async () => ({
  default: (await import('./features/drift/drift-page.tsx')).DriftPage,
}));

const RunsPage = lazy(async () => ({
  default: (await import('./features/runs/runs-page.tsx')).RunsPage,
}));
const SitesPage = lazy(async () => ({
  default: (await import('./features/sites/sites-page.tsx')).SitesPage,
}));
const MetricsPage = lazy(async () => ({
  default: (await import('./features/metrics/metrics-page.tsx')).MetricsPage,
}));
const QualityPage = lazy(async () => ({
  default: (await import('./features/quality/quality-page.tsx')).QualityPage,
}));
const ReferencesPage = lazy(async () => ({
  default: (await import('./features/references/references-page.tsx')).ReferencesPage,
}));
const AutomationPage = lazy(async () => ({
  default: (await import('./features/automation/automation-page.tsx')).AutomationPage,
}));
const ReviewsPage = lazy(async () => ({
  default: (await import('./features/reviews/reviews-page.tsx')).ReviewsPage,
}));
const AlertsPage = lazy(async () => ({
  default: (await import('./features/alerts/alerts-page.tsx')).AlertsPage,
}));
const ImportPage = lazy(async () => ({
  default: (await import('./features/import/import-page.tsx')).ImportPage,
}));
const ThresholdsPage = lazy(async () => ({
  default: (await import('./features/thresholds/thresholds-page.tsx')).ThresholdsPage,
}));
const NewThresholdPage = lazy(async () => ({
  default: (await import('./features/thresholds/new-threshold-page.tsx')).NewThresholdPage,
}));
const ThresholdPage = lazy(async () => ({
  default: (await import('./features/thresholds/threshold-page.tsx')).ThresholdPage,
}));
const RolloutsPage = lazy(async () => ({
  default: (await import('./features/rollouts/rollouts-page.tsx')).RolloutsPage,
}));
const NewRolloutPage = lazy(async () => ({
  default: (await import('./features/rollouts/new-rollout-page.tsx')).NewRolloutPage,
}));
const RolloutPage = lazy(async () => ({
  default: (await import('./features/rollouts/rollout-page.tsx')).RolloutPage,
}));
const DisagreementsPage = lazy(async () => ({
  default: (await import('./features/rollouts/disagreements-page.tsx')).DisagreementsPage,
}));
const AuditPage = lazy(async () => ({
  default: (await import('./features/audit/audit-page.tsx')).AuditPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('./features/settings/settings-page.tsx')).SettingsPage,
}));
const SignInPage = lazy(async () => ({
  default: (await import('./shell/sign-in-page.tsx')).SignInPage,
}));

export function App() {
  const { pathname } = useAddress();
  const { data: session } = useQuery(sessionQuery());
  const place = parsePathname(pathname);
  if (session?.state === 'signedOut' && !session.ended) {
    return (
      <Suspense>
        <SignInPage />
      </Suspense>
    );
  }
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
    case 'alerts':
      return <AlertsPage id={place.id} />;
    case 'import':
      return <ImportPage />;
    case 'thresholds':
      return <ThresholdsPage />;
    case 'newThreshold':
      return <NewThresholdPage />;
    case 'threshold':
      return <ThresholdPage key={place.rule} ruleId={place.rule} />;
    case 'rollouts':
      return <RolloutsPage />;
    case 'newRollout':
      return <NewRolloutPage />;
    case 'rollout':
      return <RolloutPage key={place.id} id={place.id} />;
    case 'disagreements':
      return <DisagreementsPage key={place.id} id={place.id} />;
    case 'audit':
      return <AuditPage />;
    case 'settings':
      return <SettingsPage key={place.section} section={place.section} />;
    case 'pipeline':
      return <PipelinePage key={place.pipeline} pipeline={place.pipeline} />;
    case 'runs':
      return <RunsPage key={place.pipeline} pipeline={place.pipeline} />;
    case 'sites':
      return <SitesPage key={place.pipeline} pipeline={place.pipeline} />;
    case 'correlation':
      return <CorrelationPage key={place.pipeline} pipeline={place.pipeline} />;
    case 'requests':
      return <RequestsPage key={place.pipeline} pipeline={place.pipeline} />;
    case 'request':
      return (
        <RequestPage
          key={`${place.pipeline} ${place.requestId}`}
          pipeline={place.pipeline}
          requestId={place.requestId}
        />
      );
    case 'stage':
      return (
        <StagePage key={`${place.pipeline} ${place.stage}`} pipeline={place.pipeline} stage={place.stage} />
      );
    case 'drift':
      return (
        <DriftPage key={`${place.pipeline} ${place.stage}`} pipeline={place.pipeline} stage={place.stage} />
      );
    case 'metrics':
      return (
        <MetricsPage key={`${place.pipeline} ${place.stage}`} pipeline={place.pipeline} stage={place.stage} />
      );
    case 'automation':
      return (
        <AutomationPage
          key={`${place.pipeline} ${place.stage}`}
          pipeline={place.pipeline}
          stage={place.stage}
        />
      );
    case 'reviews':
      return (
        <ReviewsPage key={`${place.pipeline} ${place.stage}`} pipeline={place.pipeline} stage={place.stage} />
      );
    case 'quality':
      return (
        <QualityPage key={`${place.pipeline} ${place.stage}`} pipeline={place.pipeline} stage={place.stage} />
      );
    case 'references':
      return (
        <ReferencesPage
          key={`${place.pipeline} ${place.stage}`}
          pipeline={place.pipeline}
          stage={place.stage}
        />
      );
  }
}
