import { useEffect } from 'react';
import { AnchorMark } from './anchor-mark.tsx';
import { SignInForm } from './sign-in-form.tsx';
import styles from './sign-in-page.module.css';

/** All there is for somebody who has no session; the address stays, so that the page they came for opens next. */
export function SignInPage() {
  useEffect(() => {
    document.title = 'Sign in · Anchorwatch';
  }, []);
  return (
    <main className={styles.page}>
      <p className={styles.product}>
        <AnchorMark /> Anchorwatch
      </p>
      <h1>Sign in</h1>
      <SignInForm />
      <p className={styles.help}>An admin of this server makes accounts and gives new passwords.</p>
    </main>
  );
}
