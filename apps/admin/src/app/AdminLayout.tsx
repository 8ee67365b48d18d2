import { Layout, type LayoutProps } from 'react-admin';
import { AdminAppBar } from './AdminAppBar.tsx';
import { AdminMenu } from './AdminMenu.tsx';
import { AdminSidebar } from './AdminSidebar.tsx';
import { ProviderBanner } from './ProviderBanner.tsx';
import { EnrolFirst } from './EnrolFirst.tsx';
import { SimulatorBanner } from './SystemBanners.tsx';

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
    <EnrolFirst>{children}</EnrolFirst>
  </Layout>
);
