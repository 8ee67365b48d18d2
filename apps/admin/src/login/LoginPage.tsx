import { useEffect, useState } from 'react';
import { fetchDeskInfo, type Desk } from './fetchDeskInfo.ts';
import { PasswordStep } from './PasswordStep.tsx';
import { SecondFactorStep } from './SecondFactorStep.tsx';

/** Sign-in for staff: e-mail and password, then a second factor where the account has one. */
export function LoginPage({ onSignedIn }: { onSignedIn: () => void }) {
  const [step, setStep] = useState<'password' | 'secondFactor'>('password');
  const [desk, setDesk] = useState<Desk | null>(null);

  useEffect(() => {
    document.title = 'Sign in · Paydesk';
    // The notice is a courtesy: without it the form still works.
    void fetchDeskInfo().then(setDesk, () => undefined);
  }, []);

  return (
    <main className="login">
      <div className="login-card">
        <img src="/favicon.svg" alt="" width="40" height="40" />
        <h1>{desk?.name ?? 'Paydesk'}</h1>
        {step === 'password' ? (
          <PasswordStep onSignedIn={onSignedIn} onSecondFactor={() => setStep('secondFactor')} />
        ) : (
          <SecondFactorStep onSignedIn={onSignedIn} onStartAgain={() => setStep('password')} />
        )}
        {desk?.simulatorInUse && (
          <p className="login-simulator" role="note">
            <strong>Simulator in use.</strong> No payment provider is connected: nothing here moves real
            money.
          </p>
        )}
      </div>
      {desk && <p className="login-version">Version {desk.version}</p>}
    </main>
  );
}
