import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import styles from './flow-diagram.module.css';
import { layersOf } from './layers.ts';

export interface FlowDiagramProps {
  label: string;
  nodes: readonly { id: string; label: string }[];
  edges: readonly {
    from: string;
    to: string;
    /** Decides the width of the line, against the largest volume of the diagram. */
    volume: number;
    /** The volume in words: "312/s". */
    label: string;
    /** What more there is to say, below the line: "1 % lost". */
    note?: string | undefined;
  }[];
  /** Small boxes close together; volumes are then only read out. */
  isDense?: boolean;
  /** The box of a node: a link or a button, so that it can be reached. */
  renderNode: (id: string) => ReactNode;
}

interface Line {
  key: string;
  path: string;
  width: number;
  label: string;
  note: string | undefined;
  x: number;
  y: number;
  noteY: number;
}

/** Nodes from left to right by depth, from top to bottom on narrow screens; a line is as wide as its volume. */
export function FlowDiagram({ label, nodes, edges, isDense = false, renderNode }: FlowDiagramProps) {
  const canvas = useRef<HTMLDivElement>(null);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const layers = layersOf(
    nodes.map(({ id }) => id),
    edges,
  );
  const names = new Map(nodes.map((node) => [node.id, node.label]));

  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const measure = () => {
      const next = layLines(element, nodes, edges);
      setLines((last) => (JSON.stringify(last) === JSON.stringify(next) ? last : next));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const node of element.querySelectorAll('[data-node]')) observer.observe(node);
    return () => observer.disconnect();
  }, [nodes, edges]);

  return (
    <section className={styles.flow} data-dense={isDense || undefined} aria-label={label}>
      <div ref={canvas} className={styles.canvas}>
        <svg className={styles.lines} aria-hidden="true" focusable="false">
          {lines.map((line) => (
            <g key={line.key} data-edge={line.key}>
              <path d={line.path} strokeWidth={line.width} className={styles.line} />
              <text x={line.x} y={line.y} className={styles.volume}>
                {line.label}
              </text>
              {line.note !== undefined && (
                <text x={line.x} y={line.noteY} className={styles.volume}>
                  {line.note}
                </text>
              )}
            </g>
          ))}
        </svg>
        <ol className={styles.layers}>
          {layers.map((layer) => (
            <li key={layer.join(' ')}>
              <ul className={styles.layer}>
                {layer.map((id) => (
                  <li key={id} data-node={id}>
                    {renderNode(id)}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      </div>
      <ul className="visually-hidden">
        {edges.map((edge) => (
          <li key={`${edge.from} ${edge.to}`}>
            {names.get(edge.from) ?? edge.from} to {names.get(edge.to) ?? edge.to}: {edge.label}
            {edge.note !== undefined && `, ${edge.note}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

const LEAST_WIDTH = 1.5;
const MOST_WIDTH = 6;

/** From box to box as the browser has laid them: to the right where the next one lies right, else downwards. */
function layLines(
  canvas: HTMLElement,
  nodes: FlowDiagramProps['nodes'],
  edges: FlowDiagramProps['edges'],
): Line[] {
  const origin = canvas.getBoundingClientRect();
  const boxes = new Map<string, DOMRect>();
  for (const { id } of nodes) {
    const box = canvas.querySelector(`[data-node="${CSS.escape(id)}"]`)?.getBoundingClientRect();
    if (box) boxes.set(id, box);
  }
  const largest = Math.max(0, ...edges.map(({ volume }) => volume));
  return edges.flatMap(({ from, to, volume, label, note }) => {
    const [a, b] = [boxes.get(from), boxes.get(to)];
    if (!a || !b) return [];
    const isRightward = b.left >= a.right;
    const start = isRightward
      ? { x: a.right - origin.left, y: a.top + a.height / 2 - origin.top }
      : { x: a.left + a.width / 2 - origin.left, y: a.bottom - origin.top };
    const end = isRightward
      ? { x: b.left - origin.left, y: b.top + b.height / 2 - origin.top }
      : { x: b.left + b.width / 2 - origin.left, y: b.top - origin.top };
    const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
    const bend = isRightward
      ? `C${middle.x},${start.y} ${middle.x},${end.y}`
      : `C${start.x},${middle.y} ${end.x},${middle.y}`;
    const share = largest > 0 ? volume / largest : 0;
    return {
      key: `${from} ${to}`,
      path: `M${start.x},${start.y} ${bend} ${end.x},${end.y}`,
      width: LEAST_WIDTH + Math.max(0, share) * (MOST_WIDTH - LEAST_WIDTH),
      label,
      note,
      x: isRightward ? middle.x : middle.x + 8,
      y: isRightward ? middle.y - 8 : middle.y + (note === undefined ? 4 : -4),
      noteY: isRightward ? middle.y + 18 : middle.y + 12,
    };
  });
}
