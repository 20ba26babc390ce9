import { useMemo } from 'react';
import type { Overview, Pipeline } from '#contract/pipeline.ts';
import { FlowDiagram } from '../../charts/flow-diagram.tsx';
import { formatValue } from '../../format/number.ts';
import { StageBox, type StageStatus } from './stage-box.tsx';
import styles from './stage-flow.module.css';

/** Boxes of more stages than these shrink to their name. */
const mostWhole = 12;

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
  const isSmall = pipeline.stages.length > mostWhole;
  const box = (id: string) => {
    const status = stages.find(({ stage }) => stage.name === id);
    return status && <StageBox key={id} pipeline={pipeline.name} status={status} isSmall={isSmall} />;
  };
  if (edges.length === 0)
    return (
      <div className={styles.loose} data-dense={isSmall || undefined}>
        {nodes.map(({ id }) => box(id))}
      </div>
    );
  return (
    <FlowDiagram label="Flow of the stages" nodes={nodes} edges={edges} isDense={isSmall} renderNode={box} />
  );
}

/** A smaller share that is not handed on is not told. */
const toldLoss = 0.01;

/** What flows over an edge is what the stage at its end takes. */
function flowEdges({ edges }: Pipeline, overview: Overview | undefined) {
  return edges.map((edge) => {
    const rateOf = (name: string) => overview?.stages.find(({ stage }) => stage === name)?.ratePerSecond ?? 0;
    const volume = rateOf(edge.to);
    const isOnlyWay = edges.filter(({ from }) => from === edge.from).length === 1;
    const lost = isOnlyWay && rateOf(edge.from) > 0 ? 1 - volume / rateOf(edge.from) : 0;
    const note = lost >= toldLoss ? `${formatValue(lost, 'share')} lost` : undefined;
    return { ...edge, volume, label: formatValue(volume, 'perSecond'), note };
  });
}
