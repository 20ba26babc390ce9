import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlertCommand } from '#contract/alert-command.ts';
import type { Alert } from '#contract/alert.ts';
import { commandAlerts } from '../../api/alerts.ts';
import { reasonOf } from '../../shell/boundary.tsx';
import { showToast } from '../../ui/toasts.ts';
import { doneText, undoOf } from './command-text.ts';

export interface AlertCommands {
  /** What is on its way, by alert: it is shown as done, and as not yet certain. */
  pending: ReadonlyMap<string, AlertCommand['type']>;
  /** Why the last command on an alert was not carried out; it stays until the next one. */
  faults: ReadonlyMap<string, string>;
  /** Resolves when the server has answered; true when all of them were done. */
  send: (command: AlertCommand, alerts: readonly Alert[]) => Promise<boolean>;
}

/** Sends what people decide; the screen ends up showing what the server says. */
export function useAlertCommands(): AlertCommands {
  const client = useQueryClient();
  const [pending, setPending] = useState<AlertCommands['pending']>(new Map());
  const [faults, setFaults] = useState<AlertCommands['faults']>(new Map());

  async function send(command: AlertCommand, alerts: readonly Alert[]): Promise<boolean> {
    const ids = alerts.map(({ id }) => id);
    setPending((before) => new Map([...before, ...ids.map((id) => [id, command.type] as const)]));
    setFaults((before) => without(before, ids));
    const refused = new Map<string, string>();
    const done: Alert[] = [];
    try {
      const { items } = await commandAlerts(command, alerts);
      for (const item of items) {
        if (item.outcome === 'done') done.push(item.alert);
        else refused.set(item.id, item.detail);
      }
    } catch (fault) {
      for (const id of ids) refused.set(id, `Nothing was changed: ${reasonOf(fault)}`);
    }
    setFaults((before) => new Map([...before, ...refused]));
    await client.invalidateQueries({ queryKey: ['alerts'] });
    setPending((before) => without(before, ids));
    if (done.length > 0) {
      const undo = undoOf(command, alerts);
      showToast(doneText(command, done), undo && (() => void send(undo, done)));
    }
    return refused.size === 0;
  }
  return { pending, faults, send };
}

function without<Value>(map: ReadonlyMap<string, Value>, ids: readonly string[]): ReadonlyMap<string, Value> {
  return new Map([...map].filter(([id]) => !ids.includes(id)));
}
