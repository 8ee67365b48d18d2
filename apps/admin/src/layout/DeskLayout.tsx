import { Layout, type LayoutProps } from 'react-admin';
import { DeskAppBar } from './DeskAppBar.tsx';
import { DeskMenu } from './DeskMenu.tsx';
import { DeskSidebar } from './DeskSidebar.tsx';
import { ProviderBanner } from './ProviderBanner.tsx';
import { EnrolFirst } from '../staff/EnrolFirst.tsx';
import { SimulatorBanner } from './SimulatorBanner.tsx';

/**
 * The frame of every page. Nothing in it may be wider than the screen: wide tables scroll inside their card.
 */
export const DeskLayout = ({ children, ...props }: LayoutProps) => (
  <Layout
    {...props}
    appBar={DeskAppBar}
    menu={DeskMenu}
    sidebar={DeskSidebar}
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
