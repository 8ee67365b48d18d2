import { type Theme, useMediaQuery } from '@mui/material';
import { lazy, Suspense } from 'react';
import { Layout, type LayoutProps, Sidebar, type SidebarProps } from 'react-admin';
import { ProofPrompt } from '../commands/ProofPrompt.tsx';
import { AdminAppBar } from './AdminAppBar.tsx';
import { AdminMenu } from './AdminMenu.tsx';
import { RequireSecondFactor } from './RequireSecondFactor.tsx';
import { SessionEnded } from './SessionEnded.tsx';
import { ProviderBanner, VerificationBanner } from './SystemBanners.tsx';
import { t } from '../texts/t.ts';

const LiveUpdates = lazy(async () => ({ default: (await import('./LiveUpdates.tsx')).LiveUpdates }));

/**
 * The frame of every page. Nothing in it may be wider than the screen: wide tables scroll inside their card.
 */
export const AdminLayout = ({ children, ...props }: LayoutProps) => (
  <Layout
    {...props}
    appBar={AdminAppBar}
    menu={AdminMenu}
    sidebar={AdminSidebar}
    appBarAlwaysOn
    sx={{
      minWidth: 0,
      '& .RaLayout-contentWithSidebar': { minWidth: 0 },
      '& .RaLayout-content': { minWidth: 0, px: { xs: 1.5, md: 3 }, pt: { xs: 1.5, md: 2.5 }, pb: 6 },
    }}
  >
    <Suspense>
      <LiveUpdates />
    </Suspense>
    <VerificationBanner />
    <ProviderBanner />
    <ProofPrompt />
    <SessionEnded />
    <RequireSecondFactor>{children}</RequireSecondFactor>
  </Layout>
);

/** Holds the menu. On a phone it covers the page like a dialog, and so needs a name. */
function AdminSidebar(props: SidebarProps) {
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return <Sidebar {...props} {...(phone && { slotProps: { paper: { 'aria-label': t('Menu') } } })} />;
}
