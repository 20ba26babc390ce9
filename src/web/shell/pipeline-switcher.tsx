import { useQuery } from '@tanstack/react-query';
import { pipelinesQuery } from '../api/pipelines.ts';
import { fleetPath, pipelineOf, pipelinePath, type Place } from '../url/links.ts';
import { useAddress, useView } from '../url/use-view.ts';
import styles from './pipeline-switcher.module.css';

export function PipelineSwitcher({ place }: { place: Place | undefined }) {
  const { view } = useView();
  const { navigate } = useAddress();
  const { data: pipelines = [] } = useQuery(pipelinesQuery());
  if (pipelines.length === 0) return null;

  const shown = pipelineOf(place) ?? '';
  return (
    <select
      aria-label="Pipeline"
      className={styles.switcher}
      value={shown}
      onChange={({ target }) =>
        navigate(target.value === '' ? fleetPath(view) : pipelinePath(target.value, view))
      }
    >
      <option value="">All pipelines</option>
      {pipelines.map(({ name, title }) => (
        <option key={name} value={name}>
          {title ?? name}
        </option>
      ))}
    </select>
  );
}
