import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { LongName } from '../ui/long-name.tsx';
import { useAddress } from '../url/use-view.ts';
import { ExportView } from './export-view.tsx';
import styles from './page.module.css';

export interface PageProps {
  title: ReactNode;
  /** What the tab of the browser says. */
  documentTitle: string;
  /** Beside the title: tags, links to sister pages. */
  aside?: ReactNode;
  children: ReactNode;
}

/** The one scrolling region. Its heading takes the focus when the route changes, so that readers hear where they are. */
export function Page({ title, documentTitle, aside, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useAddress();
  // A page that is left may live on, hidden, while the code of the next one loads: it must not act for the new path.
  const [own] = useState(pathname);

  useEffect(() => {
    document.title = `${documentTitle} · Anchorwatch`;
  }, [documentTitle]);

  useEffect(() => {
    if (arrivedAt === own) return;
    arrivedAt = own;
    heading.current?.focus({ preventScroll: true });
    document.documentElement.scrollTop = 0;
  }, [own]);

  return (
    <>
      <header className={styles.header}>
        <h1 ref={heading} tabIndex={-1}>
          {typeof title === 'string' ? <LongName name={title} most={80} /> : title}
        </h1>
        {aside}
        <ExportView title={documentTitle} />
      </header>
      {children}
    </>
  );
}

/** For the frame, which is there before the first page: that page leaves the focus where the browser starts. */
export function useFirstArrival(): void {
  const { pathname } = useAddress();
  const [first] = useState(pathname);
  useLayoutEffect(() => {
    arrivedAt = first;
  }, [first]);
}

/** The path whose heading has had the focus; a page that suspends and comes back must not take it again. */
let arrivedAt: string | undefined;
