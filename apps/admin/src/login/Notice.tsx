import type { ReactNode } from 'react';
import { t } from '../texts/t.ts';

/** One sentence in the middle of an otherwise empty page. */
export function Notice({
  children,
  busy,
  onRetry,
}: {
  children: ReactNode;
  busy?: boolean;
  onRetry?: () => void;
}) {
  return (
    <main className="login">
      <p role={busy ? 'status' : 'alert'} className="login-notice">
        {children}
      </p>
      {onRetry && (
        <button type="button" className="login-button" onClick={onRetry}>
          {t('Try again')}
        </button>
      )}
    </main>
  );
}
