import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId, useState } from 'react';
import { CommandButton } from '../commands/CommandButton.tsx';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import type { SecurityOverview } from '../providers/records.ts';
import { RecoveryCodeList } from './RecoveryCodeList.tsx';
import { useFactorsChanged } from './useFactorsChanged.ts';
import { t } from '../texts/t.ts';

const FEW = 3;

/** The number of recovery codes left, and a button for new ones. */
export function RecoveryCodes({
  overview: { totpEnabled, recoveryCodesLeft: left },
}: {
  overview: SecurityOverview;
}) {
  const changed = useFactorsChanged();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (!totpEnabled) {
    return (
      <Panel title={t('Recovery codes')} action={<Badge color="secondary">{t('None')}</Badge>}>
        {t('Set up the authenticator app to get ten recovery codes.')}
      </Panel>
    );
  }
  return (
    <Panel
      title={t('Recovery codes')}
      action={
        <Badge color={left > FEW ? 'success' : left > 0 ? 'warning' : 'danger'}>
          {t('{left} left', { left })}
        </Badge>
      }
    >
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        <div>
          {t('Each works once in place of a lost second factor, to sign in or to confirm an action.')}
        </div>
        {left <= FEW && (
          <Alert severity="warning">
            {left === 0
              ? t('None left. If you lose your second factor, only an admin can restore your access.')
              : t('Only a few are left. Generate new ones soon.')}
          </Alert>
        )}
        <div>
          <CommandButton
            label={t('Generate new codes')}
            action="security.newRecoveryCodes"
            dialog={(close) => (
              <ActionDialog
                title={t('Generate new recovery codes?')}
                explain={t('Ten new codes are shown once. All your current codes stop working.')}
                confirmLabel={t('Generate new codes')}
                action="security.newRecoveryCodes"
                input={() => ({})}
                done={t('New recovery codes generated')}
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

/** Shows the new codes; closes only by its button, because they are not shown again. */
function RecoveryCodesDialog({ codes, close }: { codes: readonly string[]; close: () => void }) {
  const id = useId();
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t('Your new recovery codes')}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <Alert severity="warning">
          {t(
            'Store them in a safe place: they cannot be shown again. Each works once in place of your second factor. All earlier codes no longer work.',
          )}
        </Alert>
        <RecoveryCodeList codes={codes} />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button variant="contained" onClick={close}>
          {t('I have saved them')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
