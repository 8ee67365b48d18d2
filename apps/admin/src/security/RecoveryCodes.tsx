import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId, useState } from 'react';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import type { SecurityOverview } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { RecoveryCodeList } from './RecoveryCodeList.tsx';
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

/** The new codes; closes by its button only, because they are not shown again. */
function RecoveryCodesDialog({ codes, close }: { codes: readonly string[]; close: () => void }) {
  const id = useId();
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>Your new recovery codes</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <Alert severity="warning">
          Keep them where only you find them: the desk cannot show them again. Each works once in place of
          your second factor. All earlier codes are void.
        </Alert>
        <RecoveryCodeList codes={codes} />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button variant="contained" onClick={close}>
          I have kept them
        </Button>
      </DialogActions>
    </Dialog>
  );
}
