import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import MenuIcon from '@mui/icons-material/Menu';
import RefreshIcon from '@mui/icons-material/Refresh';
import SystemIcon from '@mui/icons-material/SettingsBrightnessOutlined';
import { CircularProgress } from '@mui/material';
import { PALETTES } from '@paydesk/design';
import { lazy, memo, Suspense, useEffect, useState } from 'react';
import { useLoading, useRefresh, useSidebarState } from 'react-admin';
import { useLink } from '../fields/useLink.ts';
import { useFirstPageShown } from '../providers/firstPage.ts';
import { noteOwnChange } from '../providers/ownChanges.ts';
import { SearchButton } from '../search/SearchButton.tsx';
import { AccountButton } from './AccountButton.tsx';
import { BarButton } from './BarButton.tsx';
import { BRAND_LOGO, BRAND_NAME } from '../theme/brand.ts';
import { chooseColors, type ColorChoice, useColorChoice, useColorScheme } from '../theme/colorScheme.ts';
import { t } from '../texts/t.ts';

// Loaded after the page itself.
const SimulatorChip = lazy(async () => ({ default: (await import('./SimulatorChip.tsx')).SimulatorChip }));
const Bell = lazy(async () => ({ default: (await import('../inbox/Bell.tsx')).Bell }));

/** Name, search, what waits, colours, the person. Rendered by itself: the frame around it is rendered often. */
export const AdminAppBar = memo(() => {
  const { bar, onBar } = PALETTES[useColorScheme()];
  const isFirstPageShown = useFirstPageShown();
  const home = useLink('/');
  return (
    <header className="bar" style={{ backgroundColor: bar, color: onBar }}>
      <MenuButton />
      <a {...home} className="bar-brand" aria-label={BRAND_NAME}>
        <img src={BRAND_LOGO} alt="" />
        <span>{BRAND_NAME}</span>
      </a>
      {isFirstPageShown && (
        <Suspense>
          <SimulatorChip />
        </Suspense>
      )}
      <span className="bar-space" />
      <SearchButton />
      <span className="bar-bell">
        {isFirstPageShown && (
          <Suspense>
            <Bell />
          </Suspense>
        )}
      </span>
      <ColorSwitch />
      <ReloadButton />
      <AccountButton />
    </header>
  );
});

/** Shows the names of the menu, or only its icons; on a phone, the menu itself. */
function MenuButton() {
  const [isOpen, setOpen] = useSidebarState();
  return (
    <BarButton
      label={isOpen ? t('Close the menu') : t('Open the menu')}
      className="bar-menu"
      isAtStart
      onClick={() => setOpen(!isOpen)}
    >
      <MenuIcon />
    </BarButton>
  );
}

const NEXT: Record<ColorChoice, ColorChoice> = { system: 'dark', dark: 'light', light: 'system' };
/** What the button says while a choice is in effect: the next one is in `NEXT`. */
const COLOR_TEXTS: Record<ColorChoice, string> = {
  system: t('Colours: as the system. Change to dark'),
  dark: t('Colours: dark. Change to light'),
  light: t('Colours: light. Change to as the system'),
};
const ICONS = { system: SystemIcon, dark: DarkIcon, light: LightIcon };

/** Switches from "as the system" to dark, to light, and back. */
function ColorSwitch() {
  const choice = useColorChoice();
  const Icon = ICONS[choice];
  return (
    <BarButton label={COLOR_TEXTS[choice]} onClick={() => chooseColors(NEXT[choice])}>
      <Icon fontSize="small" />
    </BarButton>
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
    <BarButton label={t('Load again')} onClick={reload}>
      {asked && loading ? (
        <CircularProgress size={20} color="inherit" aria-label={t('Loading')} />
      ) : (
        <RefreshIcon fontSize="small" />
      )}
    </BarButton>
  );
}
