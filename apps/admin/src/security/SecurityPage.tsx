import { Button } from '@mui/material';
import { statusLabel } from '@paydesk/types/rules';
import { Facts } from '../fields/Facts.tsx';
import { Panel } from '../fields/Panel.tsx';
import { Columns } from '../layout/Columns.tsx';
import { PageHeader } from '../layout/PageHeader.tsx';
import { signOut } from '../login/signedIn.ts';
import { useSession } from '../providers/useSession.ts';
import { ChangePassword } from './ChangePassword.tsx';
import { SecondFactor } from './SecondFactor.tsx';

/** The signed-in person's own account. */
export function SecurityPage() {
  const session = useSession();
  return (
    <>
      <PageHeader title="Security" hint="Your own account." actions={<Button variant="outlined" onClick={() => void signOut()}>Sign out</Button>} />
      <Columns
        main={
          <>
            <SecondFactor />
            <ChangePassword />
          </>
        }
        side={
          session && (
            <Panel title="You">
              <Facts facts={[['Name', session.name], ['E-mail', session.email], ['Role', session.role && statusLabel(session.role)]]} />
            </Panel>
          )
        }
      />
    </>
  );
}
