import ApproveIcon from '@mui/icons-material/CheckCircleOutlined';
import { useState } from 'react';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { NoteLine } from '../../commands/NoteLine.tsx';
import type { ChangeRequest } from '../../providers/records.ts';
import { ChangeDetails } from '../ChangeDetails.tsx';
import { canOf, changeSummary } from './changeSummary.tsx';
import { plural, t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';

interface ChangeActionProps {
  request: ChangeRequest;
  onDone: (after: ChangeRequest) => void;
}

/** Approves a change request; the last approval that it needs applies it. */
export const ApproveChangeButton = ({ request, onDone }: ChangeActionProps) => (
  <CommandButton
    label={t('Approve')}
    icon={<ApproveIcon />}
    variant="contained"
    action="changeRequests.approve"
    can={canOf(request.can.approve)}
    shortcut="a"
    dialog={(close) => <ApproveDialog request={request} onDone={onDone} close={close} />}
  />
);

function ApproveDialog({ request, onDone, close }: ChangeActionProps & { close: () => void }) {
  const [note, setNote] = useState('');
  const left = request.requiredApprovals - request.approvals.length;
  return (
    <ActionDialog
      title={t('Approve this change?')}
      explain={
        left > 1 ? (
          plural(left - 1, {
            one: 'Nothing changes yet: it needs {count} more approval after yours.',
            other: 'Nothing changes yet: it needs {count} more approvals after yours.',
          })
        ) : (
          <Rich
            text={t('<b>It takes effect at once</b>, in the name of {name}.', {
              name: request.maker.name,
            })}
            tags={{ b: (content) => <strong>{content}</strong> }}
          />
        )
      }
      facts={changeSummary(request)}
      extra={
        <>
          <ChangeDetails request={request} />
          <NoteLine note={note} setNote={setNote} />
        </>
      }
      confirmLabel={left > 1 ? t('Approve') : t('Approve and apply')}
      action="changeRequests.approve"
      input={() => ({ id: request.id, ...(note.trim() && { note: note.trim() }) })}
      // The page says whether it was applied, and why not.
      done={null}
      onDone={onDone}
      close={close}
    />
  );
}
