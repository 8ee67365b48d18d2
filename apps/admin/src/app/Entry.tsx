import { lazy, Suspense, useEffect, useState } from 'react';
import { useColorScheme } from '../theme/colorScheme.ts';
import { LoginPage } from '../login/LoginPage.tsx';
import { Notice } from '../login/Notice.tsx';
import { isSignedIn, onSignedOut } from '../providers/authClient.ts';
import { useInviteToken } from './useInviteToken.ts';
import '../login/login.css';

const loadAdmin = () => import('./App.tsx');
const AdminApp = lazy(loadAdmin);
const InvitePage = lazy(async () => ({
  default: (await import('../login/InvitePage.tsx')).InvitePage,
}));

type State = 'asking' | 'in' | 'out' | 'unreachable';

/** The first thing on the page: the login form, or the admin app for those who are signed in. */
export function Entry() {
  const [state, setState] = useState<State>('asking');
  const colors = useColorScheme();
  const invited = useInviteToken();

  useEffect(() => onSignedOut(() => setState('out')), []);
  useEffect(() => {
    document.documentElement.dataset.colors = colors;
  }, [colors]);
  useEffect(() => {
    if (invited !== null || state !== 'asking') return;
    void isSignedIn().then(
      (yes) => setState(yes ? 'in' : 'out'),
      () => setState('unreachable'),
    );
  }, [state, invited]);
  // While the person types, the admin app arrives in the background.
  useEffect(() => {
    if (state !== 'out') return;
    const timer = setTimeout(() => void loadAdmin().catch(() => undefined), 1500);
    return () => clearTimeout(timer);
  }, [state]);

  if (invited !== null) {
    return (
      <Suspense fallback={<Notice busy>Opening the invitation…</Notice>}>
        <InvitePage key={invited} token={invited} />
      </Suspense>
    );
  }
  if (state === 'asking') return <Notice busy>Opening the desk…</Notice>;
  if (state === 'unreachable')
    return (
      <Notice onRetry={() => setState('asking')}>
        The desk does not answer. It may be starting: try again in a moment.
      </Notice>
    );
  if (state === 'out') return <LoginPage onSignedIn={() => setState('in')} />;
  return (
    <Suspense fallback={<Notice busy>Opening the desk…</Notice>}>
      <AdminApp />
    </Suspense>
  );
}
