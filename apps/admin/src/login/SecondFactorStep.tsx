import { useState } from 'react';
import { authClient } from '../providers/authClient.ts';
import { LoginField } from './LoginField.tsx';
import { useSubmit } from './useSubmit.ts';
import { t } from '../texts/t.ts';

/** The six digits of the authenticator app, or one of the recovery codes. */
export function SecondFactorStep({
  onSignedIn,
  onStartAgain,
}: {
  /** When it fails, the desk could not be reached, and the person starts again. */
  onSignedIn: () => void | Promise<void>;
  onStartAgain: () => void;
}) {
  const [useBackup, setUseBackup] = useState(false);
  const [code, setCode] = useState('');
  const { busy, error, submit } = useSubmit(async (fetchOptions) => {
    const answer = useBackup
      ? await authClient.twoFactor.verifyBackupCode({ code: code.trim() }, fetchOptions)
      : await authClient.twoFactor.verifyTotp({ code: code.replaceAll(/\s/g, '') }, fetchOptions);
    if (answer.error) return answer.error;
    await onSignedIn();
    return null;
  });
  const switchKind = () => {
    setUseBackup(!useBackup);
    setCode('');
  };

  return (
    <form onSubmit={submit} aria-label={t('Second factor')} aria-busy={busy}>
      <p>
        {useBackup
          ? t('Enter one of your recovery codes. Each works once.')
          : t('Enter the code that your authenticator app shows.')}
      </p>
      {useBackup ? (
        <LoginField
          key="backup"
          label={t('Recovery code')}
          name="backupCode"
          autoComplete="off"
          value={code}
          onChange={setCode}
          focus
        />
      ) : (
        <LoginField
          key="totp"
          label={t('Authentication code')}
          name="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          value={code}
          onChange={setCode}
          focus
        />
      )}
      <p role="alert" className="login-error">
        {error}
      </p>
      <button type="submit" className="login-button" disabled={busy}>
        {busy ? t('Checking…') : t('Verify')}
      </button>
      <div className="login-links">
        <button type="button" onClick={switchKind}>
          {useBackup ? t('Use the authenticator app') : t('Use a recovery code')}
        </button>
        <button type="button" onClick={onStartAgain}>
          {t('Start again')}
        </button>
      </div>
    </form>
  );
}
