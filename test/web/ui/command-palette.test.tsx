import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { CommandPalette, type CommandPaletteProps } from '#web/ui/command-palette.tsx';
import { type Command, filterCommands } from '#web/ui/filter-commands.ts';
import { usePaletteKey } from '#web/ui/use-palette-key.ts';

function command(label: string, group = 'Pages', onRun = () => {}): Command {
  return { id: label, label, group, onRun };
}

describe('filtering commands', () => {
  const commands = [command('Fleet'), command('Alerts'), command('asr', 'Stages'), command('My fleet view')];

  it('puts the recent ones first when nothing is typed', () => {
    expect(filterCommands(commands, '', ['asr']).map(({ id }) => id)).toEqual([
      'asr',
      'Fleet',
      'Alerts',
      'My fleet view',
    ]);
  });

  it('finds every word, in label or group, beginnings first', () => {
    expect(filterCommands(commands, 'fleet', ['My fleet view']).map(({ id }) => id)).toEqual([
      'Fleet',
      'My fleet view',
    ]);
    expect(filterCommands(commands, 'stages as', []).map(({ id }) => id)).toEqual(['asr']);
    expect(filterCommands(commands, 'nothing', [])).toEqual([]);
  });

  it('stops at 50', () => {
    expect(
      filterCommands(
        Array.from({ length: 80 }, (_, index) => command(`stage ${index}`)),
        'stage',
        [],
      ),
    ).toHaveLength(50);
  });
});

describe('the palette', () => {
  function Page(props: Partial<CommandPaletteProps>) {
    const [isOpen, setOpen] = useState(false);
    usePaletteKey(isOpen, setOpen);
    return (
      <>
        <button type="button">before</button>
        <CommandPalette isOpen={isOpen} onOpenChange={setOpen} commands={[]} recentIds={[]} {...props} />
      </>
    );
  }

  it('opens by Ctrl+K, walks its list and runs the chosen command once', async () => {
    const user = userEvent.setup();
    const ran = vi.fn<() => void>();
    render(<Page commands={[command('Fleet'), command('Alerts', 'Pages', ran), command('Audit')]} />);

    await user.keyboard('{Control>}k{/Control}');
    const field = screen.getByRole('combobox');
    expect(field).toHaveFocus();
    await user.keyboard('a{ArrowDown}{ArrowUp}');
    expect(screen.getByRole('option', { selected: true })).toHaveTextContent('Alerts');
    expect(field).toHaveAttribute('aria-activedescendant', screen.getByRole('option', { selected: true }).id);
    await user.keyboard('{Enter}');

    expect(ran).toHaveBeenCalledOnce();
    expect(screen.queryByRole('combobox')).toBeNull();
  });

  it('offers what the typed text itself means', async () => {
    const user = userEvent.setup();
    render(<Page suggest={(query) => [command(`Show ${query}`, 'Time range')]} />);

    await user.keyboard('{Meta>}k{/Meta}last 3 h');

    expect(screen.getByRole('option')).toHaveTextContent('Show last 3 h');
  });

  it('says that nothing was found', async () => {
    const user = userEvent.setup();
    render(<Page commands={[command('Fleet')]} />);

    await user.keyboard('{Control>}k{/Control}zzz{Enter}');

    expect(screen.getByText('Nothing found for “zzz”.')).toBeInTheDocument();
  });
});
