import { useEffect, useState } from 'react';
import { LanguageChoice } from './LanguageChoice.tsx';
import { PasswordStep } from './PasswordStep.tsx';
import { SecondFactorStep } from './SecondFactorStep.tsx';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';
import { BRAND_LOGO, BRAND_NAME, withBrandName } from '../theme/brand.ts';

/** Sign-in for staff: e-mail and password, then a second factor where the account has one. */
export function LoginPage({ onSignedIn }: { onSignedIn: () => void }) {
  const [step, setStep] = useState<'password' | 'secondFactor'>('password');
  const [desk, setDesk] = useState<Desk | null>(null);

  useEffect(() => {
    document.title = withBrandName(t('Sign in · Paydesk'));
    // The notice is a courtesy: without it the form still works.
    void fetchDeskInfo().then(setDesk, () => undefined);
  }, []);

  return (
    <main className="login">
      <div className="login-card">
        <img src={BRAND_LOGO} alt="" height="40" className="login-logo" />
        <h1>{BRAND_NAME}</h1>
        {step === 'password' ? (
          <PasswordStep onSignedIn={onSignedIn} onSecondFactor={() => setStep('secondFactor')} />
        ) : (
          <SecondFactorStep onSignedIn={onSignedIn} onStartAgain={() => setStep('password')} />
        )}
        {desk?.simulatorInUse && (
          <p className="login-simulator" role="note">
            <Rich
              text={t(
                '<b>Simulator in use.</b> No payment provider is connected: nothing here moves real money.',
              )}
              tags={{ b: (content) => <strong>{content}</strong> }}
            />
          </p>
        )}
      </div>
      <LanguageChoice />
      {desk && <p className="login-version">{t('Version {version}', { version: desk.version })}</p>}
    </main>
  );
}

/** What anyone may know about this desk before signing in. */
interface Desk {
  version: string;
  simulatorInUse: boolean;
}

/** Reads `GET /api/desk`. Throws when it is missing or not what it should be. */
async function fetchDeskInfo(): Promise<Desk> {
  const response = await fetch('/api/desk', { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`/api/desk answered ${response.status}`);
  const body: unknown = await response.json();
  if (!isDesk(body)) throw new Error('/api/desk answered something else');
  return body;
}

const isDesk = (body: unknown): body is Desk =>
  typeof body === 'object' && body !== null && 'version' in body && 'simulatorInUse' in body;
