import { MIN_PASSWORD_LENGTH } from '@paydesk/types/rules';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { BRAND_LOGO, BRAND_NAME } from '../theme/brand.ts';
import { acceptInvite, type Invitation, InviteError, fetchInvite } from './inviteRequests.ts';
import { LoginField } from './LoginField.tsx';
import { Notice } from './Notice.tsx';

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
    document.title = `Invitation · ${BRAND_NAME}`;
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
      return <Notice busy>Opening the invitation…</Notice>;
    case 'refused':
      return state.canRetry ? (
        <Notice onRetry={() => setState({ is: 'loading' })}>{state.message}</Notice>
      ) : (
        <Closed message={state.message} />
      );
    case 'open':
      return (
        <Card title={state.invitation.kind === 'invite' ? 'Join the desk' : 'Choose a new password'}>
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
          title={state.invitation.kind === 'invite' ? 'Your account is ready' : 'Your password is changed'}
        >
          <p role="status">
            {state.invitation.kind === 'invite'
              ? `You can sign in as ${state.invitation.email}.`
              : 'All your sessions have ended. Sign in with the new password.'}
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
  <Card title="This link does not work">
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
    Go to sign-in
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
      return setError(`The password needs at least ${MIN_PASSWORD_LENGTH} characters.`);
    if (password !== again) return setError('The two passwords are not the same.');
    running.current = true;
    setBusy(true);
    setError(null);
    void acceptInvite({ token, password, ...(isNew && { name: name.trim() }) })
      .then(onDone, (refusal: unknown) =>
        setError(refusal instanceof Error ? refusal.message : 'This did not work.'),
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
      aria-label={isNew ? 'Join the desk' : 'Choose a new password'}
      aria-busy={busy}
    >
      <p>
        {isNew ? (
          <>
            You are invited as <strong>{invitation.role}</strong>. You will sign in as{' '}
            <strong>{invitation.email}</strong>.
          </>
        ) : (
          <>
            For <strong>{invitation.email}</strong>. Your second factor stays as it is.
          </>
        )}
      </p>
      {isNew && (
        <LoginField label="Your name" name="name" autoComplete="name" value={name} onChange={setName} focus />
      )}
      <LoginField
        label="New password"
        type="password"
        name="new-password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        focus={!isNew}
      />
      <LoginField
        label="New password again"
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
        {busy ? 'Working…' : isNew ? 'Create my account' : 'Set the password'}
      </button>
    </form>
  );
}
