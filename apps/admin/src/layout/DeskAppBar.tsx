import { Box, Link } from '@mui/material';
import { AppBar, type AppBarProps } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { ColorSwitch } from './ColorSwitch.tsx';
import { DeskUserMenu } from './DeskUserMenu.tsx';
import { ReloadButton } from './ReloadButton.tsx';

const Tools = () => (
  <>
    <ColorSwitch />
    <ReloadButton />
  </>
);

/** Name, colours, the person. */
export const DeskAppBar = (props: AppBarProps) => (
  <AppBar {...props} toolbar={<Tools />} userMenu={<DeskUserMenu />}>
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
