import { Dialog } from '../ui/dialog.tsx';
import { showToast } from '../ui/toasts.ts';
import { SignInForm } from './sign-in-form.tsx';

export interface SignInAgainProps {
  knownId: string;
  isOpen: boolean;
  onClose: () => void;
}

/** Over whatever is open: what was typed there stays where it is. */
export function SignInAgain({ knownId, isOpen, onClose }: SignInAgainProps) {
  return (
    <Dialog title="Sign in again" isOpen={isOpen} onClose={onClose}>
      <p>What you have typed is kept. What was refused is not repeated by itself.</p>
      <SignInForm
        knownId={knownId}
        onSignedIn={() => {
          onClose();
          showToast('Signed in again.');
        }}
      />
    </Dialog>
  );
}
