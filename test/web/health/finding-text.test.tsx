import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { FindingText } from '#web/health/finding-text.tsx';

it('links each alert and the drifting metric that a finding names', () => {
  const findings = [
    {
      severity: 'critical' as const,
      text: 'alert snr, nulls and 1 more since 12:41',
      links: [
        { text: 'snr', alert: 'a' },
        { text: 'nulls', alert: 'b' },
      ],
    },
    {
      severity: 'critical' as const,
      text: 'snr drifts since 12:41',
      links: [{ text: 'snr', feature: 'input.snr' }],
    },
  ];

  const { container } = render(<FindingText pipeline="speech" stage="vad" findings={findings} />);

  expect(container).toHaveTextContent('alert snr, nulls and 1 more since 12:41; snr drifts since 12:41');
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
    '/alerts/a',
    '/alerts/b',
    '/p/speech/s/vad/drift?feature=input.snr',
  ]);
});
