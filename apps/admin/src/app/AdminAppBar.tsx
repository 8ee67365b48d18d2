import { Box, Link } from '@mui/material';
import { AppBar, type AppBarProps } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { ColorSwitch } from './ColorSwitch.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { ReloadButton } from './ReloadButton.tsx';

const Tools = () => (
  <>
    <ColorSwitch />
    <ReloadButton />
  </>
);

/** Name, colours, the person. */
export const AdminAppBar = (props: AppBarProps) => (
  <AppBar {...props} toolbar={<Tools />} userMenu={<AccountMenu />}>
    <Link
      component={RouterLink}
      to="/"
      underline="none"
      color="inherit"
      sx={{ display: 'flex', alignItems: 'center', gap: 1, fontWeight: 700, fontSize: '1.02rem' }}
    >
      <img src="/favicon.svg" alt="" width="22" height="22" />
      Paydesk
    </Link>
    <Box sx={{ flex: 1 }} />
  </AppBar>
);
