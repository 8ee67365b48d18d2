import PersonIcon from '@mui/icons-material/AccountCircle';
import { lazy, Suspense, useState } from 'react';
import { useWasOpen } from '../fields/useWasOpen.ts';
import { useSession } from '../providers/session.ts';
import { BarButton } from './BarButton.tsx';
import { t } from '../texts/t.ts';

// Loaded when it is opened.
const AccountMenu = lazy(async () => ({ default: (await import('./AccountMenu.tsx')).AccountMenu }));

/** The person, and their own menu. */
export function AccountButton() {
  const name = useSession()?.name;
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const wasOpen = useWasOpen(anchor !== null);
  return (
    <>
      <BarButton
        // The name is visible on the button, so it must be part of the accessible name.
        label={name ? t('{name}: your account', { name }) : t('Your account')}
        className="bar-account"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <PersonIcon />
        <span className="bar-name">{name}</span>
      </BarButton>
      {wasOpen && (
        <Suspense>
          <AccountMenu anchor={anchor} close={() => setAnchor(null)} />
        </Suspense>
      )}
    </>
  );
}
