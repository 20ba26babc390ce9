import { Link } from 'wouter';
import { Boundary } from '../../shell/boundary.tsx';
import { Page } from '../../shell/page.tsx';
import { settingsPath, settingsSections, type SettingsSection } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { SourcesSection } from './alert-sources/sources-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { NotificationsSection } from './notifications/notifications-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { PeopleSection } from './people-section.tsx';
import styles from './settings-page.module.css';

const sections: Record<SettingsSection, { title: string; Section: () => React.ReactNode }> = {
  people: { title: 'People', Section: PeopleSection },
  notifications: { title: 'Notifications', Section: NotificationsSection },
  sources: { title: 'Alert sources', Section: SourcesSection },
  keys: { title: 'API keys', Section: KeysSection },
  password: { title: 'Password', Section: PasswordSection },
};

export function SettingsPage({ section }: { section: SettingsSection }) {
  const { view } = useView();
  const { title, Section } = sections[section];
  return (
    <Page
      title={title}
      documentTitle={`${title}, settings`}
      aside={
        <nav className={styles.sections} aria-label="Settings">
          {settingsSections
            .filter((other) => other !== section)
            .map((other) => (
              <Link key={other} href={settingsPath(other, view)}>
                {sections[other].title}
              </Link>
            ))}
        </nav>
      }
    >
      <Boundary what={title} resetKey={section}>
        <Section />
      </Boundary>
    </Page>
  );
}
