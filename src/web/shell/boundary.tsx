import { QueryErrorResetBoundary, useQuery } from '@tanstack/react-query';
import { Component, type ReactNode } from 'react';
import { useConnection } from '../api/connection.ts';
import { sessionQuery } from '../api/session.ts';
import styles from './boundary.module.css';

export interface BoundaryProps {
  /** What could not be shown, as in "The drift map could not be shown". */
  what: string;
  /** A new value is a new attempt: another page, range or filter. */
  resetKey?: string;
  children: ReactNode;
}

/**
 * Keeps a failure to the part of the page that failed, says why, and offers another try. It tries by itself when the
 * server, which was away, answers again, and when somebody else is at the page.
 */
export function Boundary({ what, resetKey = '', children }: BoundaryProps) {
  const { state } = useConnection();
  const { data: who } = useQuery({
    ...sessionQuery(),
    select: ({ state, person }) => `${state} ${person?.id}`,
  });
  return (
    <QueryErrorResetBoundary>
      {({ reset }) => (
        <Catch what={what} resetKey={`${state} ${who} ${resetKey}`} onRetry={reset}>
          {children}
        </Catch>
      )}
    </QueryErrorResetBoundary>
  );
}

interface CatchProps {
  what: string;
  resetKey: string;
  onRetry: () => void;
  children: ReactNode;
}

class Catch extends Component<CatchProps, { error: unknown; isFailed: boolean }> {
  override state: { error: unknown; isFailed: boolean } = { error: undefined, isFailed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, isFailed: true };
  }

  override componentDidUpdate(previous: CatchProps) {
    if (this.state.isFailed && previous.resetKey !== this.props.resetKey) this.retry();
  }

  retry = () => {
    this.props.onRetry();
    this.setState({ error: undefined, isFailed: false });
  };

  override render() {
    if (!this.state.isFailed) return this.props.children;
    return (
      <div className={styles.failure} role="alert">
        <p>
          {this.props.what} could not be shown: {reasonOf(this.state.error)}
        </p>
        <button type="button" onClick={this.retry}>
          Retry
        </button>
      </div>
    );
  }
}

/** In words that say what happened; the network's own message ("Failed to fetch") does not. */
export function reasonOf(error: unknown): string {
  if (error instanceof TypeError && /fetch|network/i.test(error.message))
    return 'the server does not answer.';
  return error instanceof Error ? `${error.message.replace(/\.$/, '')}.` : 'the reason is unknown.';
}
