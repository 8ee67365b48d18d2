import RejectIcon from '@mui/icons-material/HighlightOff';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { noteField } from '../../commands/CommandField.tsx';
import type { ChangeRequest } from '../../providers/records.ts';
import { canOf, changeSummary } from './changeSummary.tsx';

/** Rejects a change request: it never takes effect. */
export const RejectChangeButton = ({
  request,
  onDone,
}: {
  request: ChangeRequest;
  onDone: (after: ChangeRequest) => void;
}) => (
  <CommandButton
    label="Reject"
    icon={<RejectIcon />}
    color="error"
    permission="changeRequests.decide"
    can={canOf(request.can.reject)}
    shortcut="r"
    dialog={(close) => (
      <ActionDialog
        title="Reject this change?"
        explain={`It never takes effect. ${request.maker.name} sees the reason.`}
        facts={changeSummary(request)}
        fields={[noteField('Reason')]}
        confirmLabel="Reject"
        danger
        action="changeRequests.reject"
        input={({ note = '' }) => ({ id: request.id, note })}
        done="Rejected"
        onDone={onDone}
        close={close}
      />
    )}
  />
);
