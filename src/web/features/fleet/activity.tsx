import { useQuery } from '@tanstack/react-query';
import { allEventsQuery } from '../../api/pipelines.ts';
import type { TimeRange } from '../../api/time-range.ts';
import { EventList } from '../../shell/event-list.tsx';

/** What was released, changed and learned, over all pipelines. */
export function Activity({ range, known }: { range: TimeRange; known: string | undefined }) {
  const { data: events } = useQuery({
    ...allEventsQuery(range, known),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  return events ? <EventList events={events} /> : <p role="status">Reading the activity …</p>;
}
