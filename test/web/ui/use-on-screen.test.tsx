import { act, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { useOnScreen } from '#web/ui/use-on-screen.ts';
import { drawWholePage } from '#web/ui/whole-page.ts';

/** Sees nothing on the screen. */
class NothingIsSeen {
  observe() {}
  disconnect() {}
}

function Part() {
  const element = useRef<HTMLParagraphElement>(null);
  return <p ref={element}>{useOnScreen(element) ? 'drawn' : 'waiting'}</p>;
}

describe('a part of the page that is not on the screen', () => {
  it('is drawn while the whole page is wanted', () => {
    vi.stubGlobal('IntersectionObserver', NothingIsSeen);
    render(<Part />);
    expect(screen.getByText('waiting')).toBeInTheDocument();

    let release = () => {};
    act(() => {
      release = drawWholePage();
    });
    expect(screen.getByText('drawn')).toBeInTheDocument();
    act(() => release());

    expect(screen.getByText('waiting')).toBeInTheDocument();
  });
});
