import {
  lazy,
  startTransition,
  StrictMode,
  Suspense,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { createRoot } from 'react-dom/client';
import { LoginPage } from '../login/LoginPage.tsx';
import { Notice } from '../login/Notice.tsx';
import { isSignedIn, onSignedOut } from '../providers/authClient.ts';
import { answeredSession, rememberSignedIn, wasSignedIn } from '../providers/earlyAnswers.ts';
import { useColorScheme } from '../theme/colorScheme.ts';
import { loadFirstPage } from './loadFirstPage.ts';
import { t } from '../texts/t.ts';

const loadAdmin = () => import('./App.tsx');
const AdminApp = lazy(async () => {
  const app = await loadAdmin();
  await app.readFirstPage();
  return app;
});
const InvitePage = lazy(async () => ({
  default: (await import('../login/InvitePage.tsx')).InvitePage,
}));

// The app is loaded while the desk is asked whether the person is still signed in.
if (wasSignedIn()) {
  void loadAdmin().catch(() => undefined);
  loadFirstPage();
}

type State = 'checking' | 'in' | 'out' | 'unreachable';

/** Puts the app into the page. */
export function openEntry(root: Element): void {
  createRoot(root).render(
    <StrictMode>
      <Entry />
    </StrictMode>,
  );
}

/** The first thing on the page: the login form, or the admin app for those who are signed in. */
function Entry() {
  const [state, setState] = useState<State>('checking');
  const colors = useColorScheme();
  const invited = useInviteToken();

  useEffect(() => onSignedOut(() => setState('out')), []);
  useEffect(() => {
    document.documentElement.dataset.colors = colors;
  }, [colors]);
  useEffect(() => {
    if (invited !== null || state !== 'checking') return;
    void askWhetherSignedIn().then(
      // In pieces, between which the browser can do other things: the app is a lot to render.
      (yes) => startTransition(() => setState(yes ? 'in' : 'out')),
      () => setState('unreachable'),
    );
  }, [state, invited]);
  useEffect(() => {
    if (state === 'in' || state === 'out') rememberSignedIn(state === 'in');
  }, [state]);
  // While the person types, the admin app loads in the background.
  useEffect(() => {
    if (state !== 'out') return;
    const timer = setTimeout(() => void loadAdmin().catch(() => undefined), 1500);
    return () => clearTimeout(timer);
  }, [state]);

  if (invited !== null) {
    return (
      <Suspense fallback={<Notice busy>{t('Opening the invitation…')}</Notice>}>
        <InvitePage key={invited} token={invited} />
      </Suspense>
    );
  }
  if (state === 'checking') return <Notice busy>{t('Opening the desk…')}</Notice>;
  if (state === 'unreachable')
    return (
      <Notice onRetry={() => setState('checking')}>
        {t('The desk does not answer. It may be starting: try again in a moment.')}
      </Notice>
    );
  if (state === 'out') return <LoginPage onSignedIn={() => setState('in')} />;
  return (
    <Suspense fallback={<Notice busy>{t('Opening the desk…')}</Notice>}>
      <AdminApp />
    </Suspense>
  );
}

/** By the request that was sent with the page, or else by one of its own. */
async function askWhetherSignedIn(): Promise<boolean> {
  const answer = await answeredSession();
  return answer === undefined ? await isSignedIn() : answer !== null;
}

const PATTERN = /^#\/invite\/([^/?]+)/;

const tokenInAddress = (): string | null => PATTERN.exec(location.hash)?.[1] ?? null;

function onAddress(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

/** The token of the invitation in the page's address, behind its `#`; null where there is none. */
const useInviteToken = (): string | null => useSyncExternalStore(onAddress, tokenInAddress);
