import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import RefreshIcon from '@mui/icons-material/Refresh';
import SystemIcon from '@mui/icons-material/SettingsBrightnessOutlined';
import SecurityIcon from '@mui/icons-material/ShieldOutlined';
import {
  Box,
  CircularProgress,
  IconButton,
  Link,
  ListItemIcon,
  ListItemText,
  MenuItem,
  Tooltip,
} from '@mui/material';
import { lazy, Suspense, useEffect, useState } from 'react';
import {
  AppBar,
  type AppBarProps,
  Logout,
  useGetIdentity,
  useLoading,
  useRefresh,
  UserMenu,
  useUserMenu,
} from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { noteOwnChange } from '../providers/ownChanges.ts';
import { SearchButton } from '../search/SearchButton.tsx';
import { SimulatorChip } from './SystemBanners.tsx';
import { BRAND_LOGO, BRAND_NAME } from '../theme/brand.ts';
import { chooseColors, type ColorChoice, useColorChoice } from '../theme/colorScheme.ts';
import { LanguageItems } from './LanguageItems.tsx';

// Loaded after the page itself.
const Bell = lazy(async () => ({ default: (await import('../inbox/Bell.tsx')).Bell }));

/** Name, search, what waits, colours, the person. */
export const AdminAppBar = (props: AppBarProps) => (
  <AppBar {...props} toolbar={<Tools />} userMenu={<AccountMenu />}>
    <Link
      component={RouterLink}
      to="/"
      underline="none"
      color="inherit"
      aria-label={BRAND_NAME}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        fontWeight: 700,
        fontSize: '1.02rem',
        whiteSpace: 'nowrap',
      }}
    >
      <Box
        component="img"
        src={BRAND_LOGO}
        alt=""
        sx={{ height: 22, maxWidth: { xs: 64, sm: 120 }, objectFit: 'contain', flex: 'none' }}
      />
      <Box
        component="span"
        sx={{
          display: { xs: 'none', sm: 'inline' },
          maxWidth: '16rem',
          overflow: 'hidden',
          textOverflow: 'ellipsis',
        }}
      >
        {BRAND_NAME}
      </Box>
    </Link>
    <SimulatorChip />
    <Box sx={{ flex: 1 }} />
    <SearchButton />
  </AppBar>
);

const Tools = () => (
  <>
    <Suspense>
      <Bell />
    </Suspense>
    <ColorSwitch />
    <ReloadButton />
  </>
);

/** The person's own menu: second factor, password, sign out. */
function AccountMenu() {
  const { data } = useGetIdentity();
  // The name is visible on the button, so it must be part of the accessible name.
  return (
    <UserMenu label={data?.fullName ? `${data.fullName}: your account` : 'Your account'}>
      <SecurityItem />
      <LanguageItems />
      <Logout />
    </UserMenu>
  );
}

function SecurityItem() {
  const menu = useUserMenu();
  return (
    <MenuItem component={RouterLink} to="/security" onClick={menu?.onClose}>
      <ListItemIcon sx={{ minWidth: 5 }}>
        <SecurityIcon fontSize="small" />
      </ListItemIcon>
      <ListItemText>Security</ListItemText>
    </MenuItem>
  );
}

const NEXT: Record<ColorChoice, ColorChoice> = { system: 'dark', dark: 'light', light: 'system' };
const NAMES: Record<ColorChoice, string> = { system: 'as the system', dark: 'dark', light: 'light' };
const ICONS = { system: SystemIcon, dark: DarkIcon, light: LightIcon };

/** Switches from "as the system" to dark, to light, and back. */
function ColorSwitch() {
  const choice = useColorChoice();
  const Icon = ICONS[choice];
  const label = `Colours: ${NAMES[choice]}. Change to ${NAMES[NEXT[choice]]}`;
  return (
    <Tooltip title={label}>
      <IconButton color="inherit" aria-label={label} onClick={() => chooseColors(NEXT[choice])}>
        <Icon fontSize="small" />
      </IconButton>
    </Tooltip>
  );
}

/** Loads what is on the screen again; spins while a request is on its way. */
function ReloadButton() {
  const loading = useLoading();
  const refresh = useRefresh();
  // What loads by itself, because something has changed, is not worth a spinner.
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (!loading) setAsked(false);
  }, [loading]);
  const reload = () => {
    setAsked(true);
    noteOwnChange();
    refresh();
  };
  return (
    <Tooltip title="Load again">
      <IconButton color="inherit" aria-label="Load again" onClick={reload}>
        {asked && loading ? (
          <CircularProgress size={20} color="inherit" aria-label="Loading" />
        ) : (
          <RefreshIcon fontSize="small" />
        )}
      </IconButton>
    </Tooltip>
  );
}
