import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { statusQuery } from '../api/status.ts';
import { Banner } from '../ui/banner.tsx';
import { settingsPath } from '../url/links.ts';
import { useView } from '../url/use-view.ts';

/** Somebody should have been told, and was not: on every page until somebody sees to it. */
export function DeadLetterBanner() {
  const { view } = useView();
  const { data: status } = useQuery(statusQuery());
  const dead = status?.delivery.dead ?? 0;
  if (dead === 0) return null;
  return (
    <Banner severity="critical" action={<Link href={settingsPath('notifications', view)}>See them</Link>}>
      {dead === 1 ? 'A message' : `${dead} messages`} about alerts reached nobody.
    </Banner>
  );
}
