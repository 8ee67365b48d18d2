import { Box, Button, Skeleton } from '@mui/material';
import { Facts } from '../fields/Facts.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { signOut } from '../providers/authClient.ts';
import { useSession } from '../providers/session.ts';
import { useSecondFactors } from '../stepUp/useSecondFactors.ts';
import { AuthenticatorApp } from './AuthenticatorApp.tsx';
import { ChangePassword } from './ChangePassword.tsx';
import { EnrolBanner } from './EnrolBanner.tsx';
import { Passkeys } from './Passkeys.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';
import { ROLE_NAMES } from '../records/staffNames.ts';
import { t } from '../texts/t.ts';

/** The account of the signed-in person. */
export function SecurityPage() {
  const session = useSession();
  const { factors, error, refetch } = useSecondFactors();
  return (
    <>
      <PageHeader
        title={t('Security')}
        hint={t('Your account, second factors and sessions.')}
        actions={
          <Button variant="outlined" onClick={() => void signOut()}>
            {t('Sign out')}
          </Button>
        }
      />
      <EnrolBanner />
      <PageColumns
        main={
          <>
            {error && !factors && <ErrorState error={error} onRetry={() => void refetch()} />}
            {!error && !factors && (
              <Box role="status" aria-label={t('Loading')}>
                <Skeleton variant="rounded" height={150} />
              </Box>
            )}
            {factors && (
              <>
                <Passkeys overview={factors} />
                <AuthenticatorApp overview={factors} />
                <RecoveryCodes overview={factors} />
              </>
            )}
          </>
        }
        side={
          <>
            {session && (
              <Panel title={t('Account')}>
                <Facts
                  facts={[
                    [t('Name'), session.name],
                    ['E-mail', session.email],
                    [t('Role'), session.role && ROLE_NAMES[session.role]],
                  ]}
                />
              </Panel>
            )}
            <ChangePassword />
            <SessionsPanel />
          </>
        }
      />
    </>
  );
}
