/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a combobox names its list by role; a select could not be searched */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import styles from './command-palette.module.css';
import { type Command, filterCommands } from './filter-commands.ts';
import { isOnBackdrop, useModal } from './use-modal.ts';

export interface CommandPaletteProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Everything that can be found, the most useful first. */
  commands: readonly Command[];
  /** Ids of commands chosen lately, the latest first; they come first. */
  recentIds: readonly string[];
  /** Told which command was chosen, before it runs. */
  onChoose?: ((command: Command) => void) | undefined;
  /** Commands made from what is typed, such as a time range. */
  suggest?: ((query: string) => readonly Command[]) | undefined;
}

/** One field that finds pages, things and actions. */
export function CommandPalette({ isOpen, onOpenChange, ...rest }: CommandPaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useModal(dialog, isOpen);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- a click on the backdrop is a second way beside Esc
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label="Command palette"
      onClose={() => onOpenChange(false)}
      onClick={(event) => isOnBackdrop(event) && onOpenChange(false)}
    >
      {isOpen && <Search {...rest} onDone={() => onOpenChange(false)} />}
    </dialog>
  );
}

function Search({
  commands,
  recentIds,
  onChoose,
  suggest,
  onDone,
}: Omit<CommandPaletteProps, 'isOpen' | 'onOpenChange'> & { onDone: () => void }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const suggested = query.trim() === '' ? [] : (suggest?.(query) ?? []);
  const found = [...suggested, ...filterCommands(commands, query, recentIds)].slice(0, 50);
  const active = found[Math.min(index, found.length - 1)];

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (active) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function choose(command: Command) {
    // Closed first, so that a command that moves the focus is the last to do so.
    onDone();
    onChoose?.(command);
    command.onRun();
  }
  function answerKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const last = found.length - 1;
    const moves: Record<string, () => number> = {
      ArrowDown: () => (index >= last ? 0 : index + 1),
      ArrowUp: () => (index <= 0 ? last : index - 1),
      PageDown: () => Math.min(last, index + 10),
      PageUp: () => Math.max(0, index - 10),
    };
    const move = moves[event.key];
    if (move) setIndex(Math.max(0, move()));
    else if (event.key === 'Enter' && active) choose(active);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <input
        type="search"
        role="combobox"
        className={styles.field}
        aria-label="Find pages, stages, alerts, actions"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active ? `${id}-${active.id}` : undefined}
        autoComplete="off"
        spellCheck={false}
        ref={field}
        placeholder="Find pages, stages, alerts, actions"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setIndex(0);
        }}
        onKeyDown={answerKey}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label="Found" className={styles.list}>
        {found.map((command) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the focus and takes the keys
          <div
            key={command.id}
            id={`${id}-${command.id}`}
            role="option"
            aria-selected={command === active}
            tabIndex={-1}
            className={styles.option}
            onClick={() => choose(command)}
          >
            <span className={styles.label}>{command.label}</span>
            <span className={styles.group}>{command.group}</span>
            {command.keys && <kbd className={styles.keys}>{command.keys}</kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={styles.none}>Nothing found for “{query}”.</p>}
      <output className="visually-hidden">
        {found.length === 1 ? '1 result' : `${found.length} results`}
      </output>
    </>
  );
}
