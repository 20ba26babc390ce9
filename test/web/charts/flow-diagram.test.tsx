import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FlowDiagram } from '#web/charts/flow-diagram.tsx';
import { layersOf } from '#web/charts/layers.ts';

describe('layers', () => {
  it.each([
    ['a chain', 'abc', 'ab bc', ['a', 'b', 'c']],
    ['a branch that joins again', 'abcd', 'ab ac bd cd', ['a', 'bc', 'd']],
    ['a short cut', 'abc', 'ab bc ac', ['a', 'b', 'c']],
    ['two sources', 'abc', 'ac bc', ['ab', 'c']],
    ['a circle', 'abc', 'ab bc cb', ['a', 'b', 'c']],
    ['an edge to nowhere', 'ab', 'ab bx', ['a', 'b']],
    ['nothing', '', '', []],
  ])('of %s go by depth', (_, ids, edges, layers) => {
    const pairs = edges.split(' ').filter(Boolean);

    expect(
      layersOf(
        ids.split(''),
        pairs.map(([from = '', to = '']) => ({ from, to })),
      ).map((layer) => layer.join('')),
    ).toEqual(layers);
  });
});

describe('a flow', () => {
  it('is drawn as it was, with its volumes in words', () => {
    const { container } = render(
      <FlowDiagram
        label="Flow of speech"
        nodes={[
          { id: 'vad', label: 'VAD' },
          { id: 'asr', label: 'ASR' },
        ]}
        edges={[{ from: 'vad', to: 'asr', volume: 312, label: '312/s' }]}
        renderNode={(id) => <a href={`#${id}`}>{id}</a>}
      />,
    );

    expect(container).toMatchSnapshot();
    expect(screen.getByText('VAD to ASR: 312/s')).toBeInTheDocument();
    expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual(['vad', 'asr']);
  });
});
