import { Boundary } from '../../shell/boundary.tsx';
import { Page } from '../../shell/page.tsx';
import { useView } from '../../url/use-view.ts';
import { AlertPanel } from './alert-panel.tsx';
import styles from './alerts-page.module.css';
import { Inbox } from './inbox.tsx';
import { TellMe } from './tell-me.tsx';
import { useAlertCommands } from './use-alert-commands.ts';

/** What fires, and what happened? The list at the left, one alert at the right; on a phone one screen each. */
export function AlertsPage({ id }: { id: string | undefined }) {
  const { view } = useView();
  const commands = useAlertCommands();
  return (
    <Page title="Alerts" documentTitle="Alerts" aside={<TellMe />}>
      <div className={styles.columns} data-detail={id !== undefined || undefined}>
        <div className={styles.list}>
          <Boundary what="The alerts" resetKey={view.tab}>
            <Inbox shown={id} commands={commands} />
          </Boundary>
        </div>
        <div className={styles.detail}>
          {id === undefined ? (
            <p className={styles.hint}>
              Choose an alert to see what happened. <kbd>j</kbd> and <kbd>k</kbd> go through the list,{' '}
              <kbd>a</kbd> acknowledges.
            </p>
          ) : (
            <Boundary what="The alert" resetKey={id}>
              <AlertPanel key={id} id={id} commands={commands} />
            </Boundary>
          )}
        </div>
      </div>
    </Page>
  );
}
