import { MIN_PASSWORD_LENGTH } from '@paydesk/types/rules';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { acceptInvite, type Invitation, InviteError, fetchInvite } from './inviteRequests.ts';
import { LoginField } from './LoginField.tsx';
import { Notice } from './Notice.tsx';
import { ROLE_WORDS } from '../records/staffNames.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';
import { BRAND_LOGO, withBrandName } from '../theme/brand.ts';

type State =
  | { is: 'loading' }
  | { is: 'open'; invitation: Invitation }
  | { is: 'done'; invitation: Invitation }
  | { is: 'refused'; message: string; canRetry: boolean };

/**
 * Where the holder of a link becomes a member of staff or chooses a new password. It is outside of the admin
 * app, because no one is signed in yet.
 */
export function InvitePage({ token }: { token: string }) {
  const [state, setState] = useState<State>({ is: 'loading' });

  useEffect(() => {
    document.title = withBrandName(t('Invitation · Paydesk'));
  }, []);
  useEffect(() => {
    if (state.is !== 'loading') return;
    void fetchInvite(token).then(
      (invitation) => setState({ is: 'open', invitation }),
      (error: unknown) =>
        setState({
          is: 'refused',
          message: error instanceof Error ? error.message : '',
          canRetry: error instanceof InviteError && error.reason === 'UNREACHABLE',
        }),
    );
  }, [token, state.is]);

  switch (state.is) {
    case 'loading':
      return <Notice busy>{t('Opening the invitation…')}</Notice>;
    case 'refused':
      return state.canRetry ? (
        <Notice onRetry={() => setState({ is: 'loading' })}>{state.message}</Notice>
      ) : (
        <Closed message={state.message} />
      );
    case 'open':
      return (
        <Card title={state.invitation.kind === 'invite' ? t('Join the desk') : t('Choose a new password')}>
          <AcceptForm
            token={token}
            invitation={state.invitation}
            onDone={() => setState({ is: 'done', invitation: state.invitation })}
          />
        </Card>
      );
    case 'done':
      return (
        <Card
          title={
            state.invitation.kind === 'invite' ? t('Your account is ready') : t('Your password is changed')
          }
        >
          <p role="status">
            {state.invitation.kind === 'invite'
              ? t('You can sign in as {email}.', { email: state.invitation.email })
              : t('All your sessions have ended. Sign in with the new password.')}
          </p>
          <SignInButton />
        </Card>
      );
  }
}

const Card = ({ title, children }: { title: string; children: ReactNode }) => (
  <main className="login">
    <div className="login-card">
      <img src={BRAND_LOGO} alt="" height="40" className="login-logo" />
      <h1>{title}</h1>
      {children}
    </div>
  </main>
);

const Closed = ({ message }: { message: string }) => (
  <Card title={t('This link does not work')}>
    <p role="alert">{message}</p>
    <SignInButton />
  </Card>
);

/** Removes the token from the address and reloads, so that the sign-in page is shown. */
const SignInButton = () => (
  <button
    type="button"
    className="login-button"
    onClick={() => {
      history.replaceState(null, '', '/#/');
      location.reload();
    }}
  >
    {t('Go to sign-in')}
  </button>
);

function AcceptForm({
  token,
  invitation,
  onDone,
}: {
  token: string;
  invitation: Invitation;
  onDone: () => void;
}) {
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const isNew = invitation.kind === 'invite';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A double click comes before the next render.
    if (running.current) return;
    if (password.length < MIN_PASSWORD_LENGTH)
      return setError(
        t('The password needs at least {minPasswordLength} characters.', {
          minPasswordLength: MIN_PASSWORD_LENGTH,
        }),
      );
    if (password !== again) return setError(t('The two passwords are not the same.'));
    running.current = true;
    setBusy(true);
    setError(null);
    void acceptInvite({ token, password, ...(isNew && { name: name.trim() }) })
      .then(onDone, (refusal: unknown) =>
        setError(refusal instanceof Error ? refusal.message : t('This did not work.')),
      )
      .finally(() => {
        running.current = false;
        setBusy(false);
      });
  };

  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label={isNew ? t('Join the desk') : t('Choose a new password')}
      aria-busy={busy}
    >
      <p>
        {isNew ? (
          <>
            <Rich
              text={t('You are invited as <b>{role}</b>. You will sign in as <b>{email}</b>.', {
                role: ROLE_WORDS[invitation.role],
                email: invitation.email,
              })}
              tags={{ b: (content) => <strong>{content}</strong> }}
            />
          </>
        ) : (
          <>
            <Rich
              text={t('For <b>{email}</b>. Your second factor stays as it is.', { email: invitation.email })}
              tags={{ b: (content) => <strong>{content}</strong> }}
            />
          </>
        )}
      </p>
      {isNew && (
        <LoginField
          label={t('Your name')}
          name="name"
          autoComplete="name"
          value={name}
          onChange={setName}
          focus
        />
      )}
      <LoginField
        label={t('New password')}
        type="password"
        name="new-password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        focus={!isNew}
      />
      <LoginField
        label={t('New password again')}
        type="password"
        name="new-password-again"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
      />
      <p role="alert" className="login-error">
        {error}
      </p>
      <button type="submit" className="login-button" disabled={busy}>
        {busy ? t('Working…') : isNew ? t('Create my account') : t('Set the password')}
      </button>
    </form>
  );
}
