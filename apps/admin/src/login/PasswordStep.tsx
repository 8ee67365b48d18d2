import { useState } from 'react';
import { authClient } from '../providers/authClient.ts';
import { LoginField } from './LoginField.tsx';
import { useSubmit } from './useSubmit.ts';
import { t } from '../texts/t.ts';

/** E-mail and password. */
export function PasswordStep({
  initialEmail = '',
  onSignedIn,
  onSecondFactor,
}: {
  /** Of a person whose session has ended. */
  initialEmail?: string;
  /** When it fails, the desk could not be reached, and the person is asked to try again. */
  onSignedIn: () => void | Promise<void>;
  onSecondFactor: () => void;
}) {
  const [email, setEmail] = useState(initialEmail);
  const [password, setPassword] = useState('');
  const { busy, error, submit } = useSubmit(async (fetchOptions) => {
    const { data, error: failure } = await authClient.signIn.email(
      { email: email.trim(), password },
      fetchOptions,
    );
    if (failure) return failure;
    if ('twoFactorRedirect' in data && data.twoFactorRedirect) onSecondFactor();
    else await onSignedIn();
    return null;
  });

  return (
    <form onSubmit={submit} aria-label={t('Sign in')} aria-busy={busy}>
      <LoginField
        label={t('E-mail')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        focus={initialEmail === ''}
      />
      <LoginField
        label={t('Password')}
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        focus={initialEmail !== ''}
      />
      <p role="alert" className="login-error">
        {error}
      </p>
      <button type="submit" className="login-button" disabled={busy}>
        {busy ? t('Signing in…') : t('Sign in')}
      </button>
    </form>
  );
}
