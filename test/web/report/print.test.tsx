import { screen } from '@testing-library/react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

describe('Ctrl+P', () => {
  it('prints once the whole page is drawn, without the dialog that waits for it', async () => {
    const print = vi.spyOn(window, 'print').mockImplementation(() => {});
    onTestFinished(() => print.mockRestore());
    await serveSpeech({ hours: 2 });
    const app = openApp('/p/speech/s/asr?from=-1h');
    await screen.findByRole('figure', { name: 'Latency' });

    await app.user.keyboard('{Control>}p{/Control}');

    await vi.waitFor(() => expect(print).toHaveBeenCalledOnce(), { timeout: 10_000 });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByRole('figure', { name: 'Confidence' })).toBeInTheDocument();
  });
});
