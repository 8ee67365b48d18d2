import { Drawer, type Theme, useMediaQuery } from '@mui/material';
import { Component, lazy, memo, type ReactNode, Suspense, useEffect } from 'react';
import { type LayoutProps, useSidebarState } from 'react-admin';
import { ProofPrompt } from '../commands/ProofPrompt.tsx';
import { awaitFirstPage, useFirstPageShown } from '../providers/firstPage.ts';
import { AdminAppBar } from './AdminAppBar.tsx';
import { AdminMenu } from './AdminMenu.tsx';
import { ErrorPage } from './ErrorPage.tsx';
import { RequireSecondFactor } from './RequireSecondFactor.tsx';
import { SessionEnded } from './SessionEnded.tsx';
import { t } from '../texts/t.ts';

const LiveUpdates = lazy(async () => ({ default: (await import('./LiveUpdates.tsx')).LiveUpdates }));
const SystemBanners = lazy(async () => ({ default: (await import('./SystemBanners.tsx')).SystemBanners }));

/**
 * The frame of every page. Nothing in it may be wider than the screen: wide tables scroll inside their card. Of plain
 * HTML, and not the library's layout, which would bring its own bar, menu and their styles before the first page.
 */
export const AdminLayout = ({ children }: LayoutProps) => (
  <div className="frame">
    <button type="button" className="skip-nav-button" onClick={skipToContent}>
      {t('Skip to the content')}
    </button>
    <AdminAppBar />
    <main>
      <AdminSidebar />
      <div id="main-content">
        <PageErrors>
          <Suspense fallback={<div role="status" aria-label={t('Loading')} />}>
            <Later />
            <ProofPrompt />
            <SessionEnded />
            <RequireSecondFactor>{children}</RequireSecondFactor>
          </Suspense>
        </PageErrors>
      </div>
    </main>
  </div>
);

/** The Tab key goes on from there. */
function skipToContent(): void {
  const content = document.querySelector<HTMLElement>('#main-content');
  content?.setAttribute('tabindex', '-1');
  content?.focus();
  content?.blur();
  content?.removeAttribute('tabindex');
}

/** What comes after the page that the app was opened with. */
function Later() {
  useEffect(awaitFirstPage, []);
  if (!useFirstPageShown()) return null;
  return (
    <Suspense>
      <LiveUpdates />
      <SystemBanners />
    </Suspense>
  );
}

/** Holds the menu. On a phone it covers the page like a dialog, and so needs a name. */
const AdminSidebar = memo(() => {
  const [isOpen, setOpen] = useSidebarState();
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'), { noSsr: true });
  if (!isPhone)
    return (
      <div className={isOpen ? 'side' : 'side is-closed'}>
        <div className="side-fixed">
          <AdminMenu />
        </div>
      </div>
    );
  return (
    <Drawer
      variant="temporary"
      open={isOpen}
      onClose={() => setOpen(false)}
      slotProps={{ paper: { 'aria-label': t('Menu') } }}
    >
      <AdminMenu />
    </Drawer>
  );
});

/** When a page fails, the frame stays, so that the person can go to another one. */
class PageErrors extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError = () => ({ hasFailed: true });

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return <ErrorPage resetErrorBoundary={() => this.setState({ hasFailed: false })} />;
  }
}
