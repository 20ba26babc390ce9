import { useMemo } from 'react';
import type { Overview, Pipeline } from '#contract/pipeline.ts';
import { FlowDiagram } from '../../charts/flow-diagram.tsx';
import { formatValue } from '../../format/number.ts';
import { StageBox, type StageStatus } from './stage-box.tsx';
import styles from './stage-flow.module.css';

/** The stages as they hand requests on; stages whose edges nobody has declared stand side by side. */
export function StageFlow({
  pipeline,
  overview,
  stages,
}: {
  pipeline: Pipeline;
  overview: Overview | undefined;
  stages: readonly StageStatus[];
}) {
  const nodes = useMemo(
    () => pipeline.stages.map(({ name, title }) => ({ id: name, label: title ?? name })),
    [pipeline],
  );
  const edges = useMemo(() => flowEdges(pipeline, overview), [pipeline, overview]);
  const box = (id: string) => {
    const status = stages.find(({ stage }) => stage.name === id);
    return status && <StageBox key={id} pipeline={pipeline.name} status={status} />;
  };
  if (edges.length === 0) return <div className={styles.loose}>{nodes.map(({ id }) => box(id))}</div>;
  return <FlowDiagram label="Flow of the stages" nodes={nodes} edges={edges} renderNode={box} />;
}

/** What flows over an edge is what the stage at its end takes. */
function flowEdges({ edges }: Pipeline, overview: Overview | undefined) {
  return edges.map((edge) => {
    const volume = overview?.stages.find(({ stage }) => stage === edge.to)?.ratePerSecond ?? 0;
    return { ...edge, volume, label: formatValue(volume, 'perSecond') };
  });
}
