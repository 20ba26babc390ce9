import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlertCommand } from '#contract/alert-command.ts';
import type { Alert } from '#contract/alert.ts';
import { alertTabs, severities, type AlertTab } from '#contract/alert-words.ts';
import { alertQuery, alertsPageSize, alertsQuery, mostAlerts } from '../../api/alerts.ts';
import { useObstacle } from '../../api/obstacle.ts';
import { formatCount } from '../../format/number.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Select } from '../../ui/select.tsx';
import { alertsPath } from '../../url/links.ts';
import { useAddress, useView } from '../../url/use-view.ts';
import { groupByRoot } from './alert-groups.ts';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import { AlertRow } from './alert-row.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { SilenceList } from './silence-list.tsx';
import styles from './inbox.module.css';
import { snoozeUntil } from './snooze-until.ts';
import type { AlertCommands } from './use-alert-commands.ts';
import { useRuleUnits } from './use-rule-units.ts';

const tabWords: Record<AlertTab, string> = {
  firing: 'Firing',
  acknowledged: 'Acknowledged',
  snoozed: 'Snoozed',
  silenced: 'Silenced',
  resolved: 'Resolved, 24 h',
};

/** More than these are acknowledged after one has seen which. */
const MOST_UNASKED = 10;

const emptyWords: Record<AlertTab, string> = {
  firing: 'Nothing fires and waits for a person.',
  acknowledged: 'Nothing is acknowledged.',
  snoozed: 'Nothing is snoozed.',
  silenced: 'No silence holds an alert.',
  resolved: 'Nothing ended in the last 24 hours.',
};

/** What fires, grouped by where the trouble begins. New arrivals wait behind a button, so that nothing jumps under a finger. */
export function Inbox({ shown, commands }: { shown: string | undefined; commands: AlertCommands }) {
  const { view, setView } = useView();
  const { navigate } = useAddress();
  const filter = { tab: view.tab, severity: view.severity, isMine: view.mine, q: view.q };
  const [limit, setLimit] = useState(alertsPageSize);
  const { data: list } = useQuery({
    ...alertsQuery({ ...filter, limit }),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const client = useQueryClient();
  const obstacle = useObstacle('commandAlerts');
  const [layer, setLayer] = useState<'assign' | 'acknowledge' | 'handOver'>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { items, arrivals, take } = useSettledList(list?.items, JSON.stringify({ ...filter, limit }));
  const inAll = list?.counts[view.tab] ?? 0;
  const groups = groupByRoot(items);
  const ordered = groups.flatMap(({ root, echoes }) => [root, ...echoes]);
  const unitOf = useRuleUnits(items);
  const chosen = ordered.filter(({ id }) => selected.has(id));
  const { data: detail } = useQuery({ ...alertQuery(shown ?? ''), enabled: shown !== undefined });
  const current = ordered.find(({ id }) => id === shown) ?? detail?.alert;
  const targets = chosen.length > 0 ? chosen : current ? [current] : [];

  const select = (id: string, isSelected: boolean) =>
    setSelected(new Set(isSelected ? [...selected, id] : [...selected].filter((other) => other !== id)));
  const sendTo = async (command: AlertCommand, alerts: readonly Alert[]) => {
    if (alerts.length > 0 && (await commands.send(command, alerts))) setSelected(new Set());
  };
  const send = (command: AlertCommand) => void sendTo(command, targets);
  const acknowledge = (alerts: readonly Alert[]) => {
    if (alerts.length > MOST_UNASKED) setLayer('acknowledge');
    else void sendTo({ type: 'acknowledge', takeOver: false }, alerts);
  };
  const showMore = async () => {
    const more = limit + alertsPageSize;
    await client.prefetchQuery(alertsQuery({ ...filter, limit: more })); // what is there stays until then
    setLimit(more);
  };
  const step = (by: 1 | -1, isExtending = false) => {
    const at = ordered.findIndex(({ id }) => id === shown);
    const next = ordered[at < 0 ? 0 : Math.min(ordered.length - 1, Math.max(0, at + by))];
    if (!next) return;
    if (isExtending) setSelected(new Set([...selected, ...(current ? [current.id] : []), next.id]));
    navigate(alertsPath(next.id, view), { replace: true });
  };
  useShortcuts([
    { keys: 'j', label: 'The next alert', run: () => step(1) },
    { keys: 'k', label: 'The alert before', run: () => step(-1) },
    { keys: 'J', label: 'Select down to the next alert', run: () => step(1, true) },
    { keys: 'K', label: 'Select up to the alert before', run: () => step(-1, true) },
    {
      keys: 'x',
      label: 'Select the alert',
      run: () => current && select(current.id, !selected.has(current.id)),
    },
    {
      keys: 'a',
      label: 'Acknowledge what is selected, or the alert that is open',
      run: () => acknowledge(targets),
    },
    {
      keys: 's',
      label: 'Snooze them for 30 min',
      run: () => send({ type: 'snooze', until: snoozeUntil(30) }),
    },
    { keys: 'i', label: 'Assign them', run: () => targets.length > 0 && setLayer('assign') },
    { keys: '.', label: 'Show new alerts', run: take },
  ]);

  const row = (alert: Alert) => (
    <AlertRow
      alert={alert}
      unit={unitOf(alert)}
      isShown={alert.id === shown}
      isSelected={selected.has(alert.id)}
      pending={commands.pending.get(alert.id)}
      fault={alert.id === shown ? undefined : commands.faults.get(alert.id)}
      onSelect={(isSelected) => select(alert.id, isSelected)}
      onAcknowledge={() => void commands.send({ type: 'acknowledge', takeOver: false }, [alert])}
    />
  );
  return (
    <section className={styles.inbox} aria-label="Inbox">
      <div role="group" aria-label="State" className={styles.tabs}>
        {alertTabs.map((tab) => (
          <button key={tab} type="button" aria-pressed={tab === view.tab} onClick={() => setView({ tab })}>
            {tabWords[tab]} <span className={styles.count}>{list?.counts[tab] ?? '–'}</span>
          </button>
        ))}
      </div>
      <div className={styles.filter}>
        <Select
          label="Severity"
          value={view.severity ?? 'all'}
          options={[
            { value: 'all', label: 'all' },
            ...severities.map((severity) => ({ value: severity, label: severity })),
          ]}
          onChange={(value) => setView({ severity: value === 'all' ? undefined : value })}
        />
        <label>
          <input
            type="checkbox"
            checked={view.mine}
            onChange={({ target }) => setView({ mine: target.checked })}
          />
          Mine
        </label>
        <input
          type="search"
          aria-label="Find an alert"
          placeholder="Find"
          maxLength={200}
          value={view.q}
          onChange={({ target }) => setView({ q: target.value }, { replace: true })}
        />
        <button type="button" onClick={() => setLayer('handOver')}>
          Hand over …
        </button>
      </div>
      {arrivals > 0 && (
        <button type="button" className={styles.arrivals} onClick={take}>
          {arrivals} new, press <kbd>.</kbd>
        </button>
      )}
      {chosen.length > 0 && (
        <BulkBar
          count={chosen.length}
          obstacle={obstacle}
          onAcknowledge={() => acknowledge(chosen)}
          onAssign={() => setLayer('assign')}
          onSnooze={(until) => send({ type: 'snooze', until })}
          onSelectNone={() => setSelected(new Set())}
        />
      )}
      {list === undefined && <p role="status">Reading the alerts …</p>}
      {list !== undefined && ordered.length === 0 && <p className={styles.empty}>{emptyWords[view.tab]}</p>}
      <ul aria-label="Alerts">
        {groups.map(({ root, echoes }) => (
          <li key={root.id} className={styles.group}>
            {row(root)}
            {echoes.length > 0 && (
              <details className={styles.echoes} open>
                <summary>
                  {echoes.length === 1 ? '1 echo' : `${echoes.length} echoes`} downstream, no messages of
                  their own
                </summary>
                <ul aria-label={`Echoes of ${root.rule.name}`}>
                  {echoes.map((echo) => (
                    <li key={echo.id}>{row(echo)}</li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
      {list && inAll > list.items.length && (
        <p className={styles.more}>
          The {list.items.length} most urgent of {formatCount(inAll)}.{' '}
          {limit < mostAlerts ? (
            <button type="button" onClick={() => void showMore()}>
              Show {alertsPageSize} more
            </button>
          ) : (
            'Narrow the list down to find the others.'
          )}
        </p>
      )}
      {view.tab === 'silenced' && <SilenceList />}
      {layer === 'assign' && (
        <AssignDialog
          alerts={targets}
          onAssign={(assignee) => send({ type: 'assign', assignee })}
          onClose={() => setLayer(undefined)}
        />
      )}
      {layer === 'handOver' && <HandOverDialog onClose={() => setLayer(undefined)} />}
      {layer === 'acknowledge' && (
        <AcknowledgeDialog
          alerts={targets}
          onAcknowledge={() => send({ type: 'acknowledge', takeOver: false })}
          onClose={() => setLayer(undefined)}
        />
      )}
    </section>
  );
}

/** The list as it was first seen, each alert as it is now; what came since is counted until it is taken in. */
function useSettledList(items: readonly Alert[] | undefined, filter: string) {
  const [settled, setSettled] = useState<{ filter: string; ids: readonly string[] }>();
  const ids = items?.map(({ id }) => id);
  if (ids && settled?.filter !== filter) setSettled({ filter, ids });
  const known = settled?.filter === filter ? settled.ids : (ids ?? []);
  const byId = new Map(items?.map((alert) => [alert.id, alert]));
  return {
    items: known.flatMap((id) => byId.get(id) ?? []),
    arrivals: (ids ?? []).filter((id) => !known.includes(id)).length,
    take: () => ids && setSettled({ filter, ids }),
  };
}
