import { Alert, Button } from '@mui/material';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link, Navigate, useLocation, useNavigate } from 'react-router-dom';
import { useSession } from '../providers/session.ts';
import { t } from '../texts/t.ts';

/**
 * Sends a person whose role needs a second factor, and who has none, to the page where it is set up: once if
 * the person may read until then, and always if not.
 */
export function RequireSecondFactor({ children }: { children: ReactNode }) {
  const session = useSession();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const mustEnrol = session?.mustEnrol === true;
  const mayRead = session?.permissions.includes('dashboard.read') === true;
  const wasSent = useRef(false);
  useEffect(() => {
    if (!mustEnrol || wasSent.current) return;
    wasSent.current = true;
    void navigate('/security', { replace: true });
  }, [mustEnrol, navigate]);
  const isElsewhere = mustEnrol && pathname !== '/security';
  if (isElsewhere && !mayRead) return <Navigate to="/security" replace />;
  return (
    <>
      {isElsewhere && <EnrolReminder />}
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
        {t('Set it up')}
      </Button>
    }
  >
    <strong>{t('Your role requires a second factor.')}</strong>{' '}
    {t('Until you set one up, you can only read.')}
  </Alert>
);
