import { Alert, Box } from '@mui/material';
import { useState } from 'react';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import type { SecurityOverview } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { RecoveryCodesDialog } from './RecoveryCodesDialog.tsx';
import { useFactorsChanged } from './useFactorsChanged.ts';

const FEW = 3;

/** How many recovery codes are left, and new ones. */
export function RecoveryCodes({
  overview: { totpEnabled, recoveryCodesLeft: left },
}: {
  overview: SecurityOverview;
}) {
  const changed = useFactorsChanged();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (!totpEnabled) {
    return (
      <Panel title="Recovery codes" action={<Badge color="secondary">None</Badge>}>
        They come with the authenticator app: set that up, and ten codes are made with it.
      </Panel>
    );
  }
  return (
    <Panel
      title="Recovery codes"
      action={
        <Badge color={left > FEW ? 'success' : left > 0 ? 'warning' : 'danger'}>{`${left} left`}</Badge>
      }
    >
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        <div>Each opens the desk once, or stands for your second factor once, if you have lost it.</div>
        {left <= FEW && (
          <Alert severity="warning">
            {left === 0
              ? 'None is left: without your second factor nobody could let you in but an admin.'
              : 'Few are left. Make new ones in time.'}
          </Alert>
        )}
        <div>
          <CommandButton
            label="Make new codes"
            permission="session.read"
            dialog={(close) => (
              <CommandDialog
                title="Make new recovery codes?"
                explain="Ten new codes are shown once. All codes that you have now are void from then on."
                confirmLabel="Make new codes"
                stepUp={() => ({ kind: 'newRecoveryCodes' })}
                run={(_values, _key, proof) =>
                  trpc.security.newRecoveryCodes.mutate({ ...(proof && { proof }) })
                }
                done="New recovery codes made"
                onDone={({ recoveryCodes }) => {
                  setCodes(recoveryCodes);
                  changed();
                }}
                close={close}
              />
            )}
          />
        </div>
      </Box>
      {codes && <RecoveryCodesDialog codes={codes} close={() => setCodes(null)} />}
    </Panel>
  );
}
