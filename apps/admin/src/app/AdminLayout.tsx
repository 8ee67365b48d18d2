import { Alert, Button, type Theme, useMediaQuery } from '@mui/material';
import { type ReactNode, useEffect } from 'react';
import { Layout, type LayoutProps, Sidebar, type SidebarProps } from 'react-admin';
import { Link, Navigate, useLocation, useNavigate } from 'react-router-dom';
import { ProofPrompt } from '../commands/ProofPrompt.tsx';
import { useSession } from '../providers/session.ts';
import { AdminAppBar } from './AdminAppBar.tsx';
import { AdminMenu } from './AdminMenu.tsx';
import { ProviderBanner, SimulatorBanner } from './SystemBanners.tsx';

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
    <SimulatorBanner />
    <ProviderBanner />
    <ProofPrompt />
    <RequireSecondFactor>{children}</RequireSecondFactor>
  </Layout>
);

/** Holds the menu. On a phone it covers the page like a dialog, and so needs a name. */
function AdminSidebar(props: SidebarProps) {
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return <Sidebar {...props} {...(phone && { slotProps: { paper: { 'aria-label': 'Menu' } } })} />;
}

/**
 * Sends a person whose role needs a second factor, and who has none, to the page where it is set up: once if
 * the person may read until then, and always if not.
 */
function RequireSecondFactor({ children }: { children: ReactNode }) {
  const session = useSession();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const mustEnrol = session?.mustEnrol === true;
  const mayRead = session?.permissions.includes('dashboard.read') === true;
  useEffect(() => {
    if (mustEnrol) void navigate('/security', { replace: true });
  }, [mustEnrol, navigate]);
  if (!mustEnrol || pathname === '/security') return children;
  if (!mayRead) return <Navigate to="/security" replace />;
  return (
    <>
      <EnrolReminder />
      {children}
    </>
  );
}

const EnrolReminder = () => (
  <Alert
    severity="warning"
    sx={{ mb: 2, alignItems: 'center' }}
    action={
      <Button component={Link} to="/security" color="inherit" variant="outlined">
        Set it up
      </Button>
    }
  >
    <strong>Your role requires a second factor.</strong> Until you set one up, you can only read.
  </Alert>
);
