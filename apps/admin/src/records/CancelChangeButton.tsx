import type { Can } from '@paydesk/types/rules';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { CommandButton } from '../commands/CommandButton.tsx';
import { noteField } from '../commands/CommandField.tsx';
import { serverSentence } from '../texts/serverSentence.ts';
import { t } from '../texts/t.ts';

interface CancelChangeButtonProps {
  request: { id: string; summary: string };
  makerName: string;
  can?: Can;
  shortcut?: string;
}

/** Cancels a change request: its maker can, and any approver while it only waits for its time. */
export function CancelChangeButton({ request, makerName, can, shortcut }: CancelChangeButtonProps) {
  return (
    <CommandButton
      label={t('Cancel request')}
      action="changeRequests.cancel"
      color="inherit"
      {...(can && { can })}
      {...(shortcut !== undefined && { shortcut })}
      dialog={(close) => (
        <ActionDialog
          title={t('Cancel this request?')}
          explain={t('It never takes effect. A new request can be made at any time.')}
          facts={[
            [t('Change'), serverSentence(request.summary)],
            [t('Requested by'), makerName],
          ]}
          fields={[{ ...noteField(t('Why (optional)')), required: false }]}
          confirmLabel={t('Cancel request')}
          danger
          action="changeRequests.cancel"
          input={({ note }) => ({ id: request.id, ...(note && { note }) })}
          done={t('Request cancelled')}
          close={close}
        />
      )}
    />
  );
}
