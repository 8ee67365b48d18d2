import RejectIcon from '@mui/icons-material/HighlightOff';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { ChangeRequest } from '../../providers/records.ts';
import { canOf, changeSummary } from './changeSummary.tsx';
import { t } from '../../texts/t.ts';

/** Rejects a change request: it never takes effect. */
export const RejectChangeButton = ({
  request,
  onDone,
}: {
  request: ChangeRequest;
  onDone: (after: ChangeRequest) => void;
}) => (
  <CommandButton
    label={t('Reject')}
    icon={<RejectIcon />}
    color="error"
    action="changeRequests.reject"
    can={canOf(request.can.reject)}
    shortcut="r"
    dialog={(close) => (
      <ActionDialog
        title={t('Reject this change?')}
        explain={t('It never takes effect. {name} sees the reason.', { name: request.maker.name })}
        facts={changeSummary(request)}
        fields={[noteField(t('Reason'))]}
        confirmLabel={t('Reject')}
        danger
        action="changeRequests.reject"
        input={({ note = '' }) => ({ id: request.id, note })}
        done={t('Rejected')}
        onDone={onDone}
        close={close}
      />
    )}
  />
);
