import type { GovernedAction } from '@paydesk/types/rules';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { ActionInput } from '../../providers/actions.ts';
import type { ChangeRequest } from '../../providers/records.ts';
import { changeSummary } from './changeSummary.tsx';

/** Makes the same request again, for its maker: the values before are read again. */
export const RequestAgainButton = ({ request }: { request: ChangeRequest }) => (
  <CommandButton
    label="Request it again"
    permission="changeRequests.read"
    color="inherit"
    dialog={(close) => (
      <ActionDialog<GovernedAction>
        title="Request this change again?"
        explain="It becomes a new request, with the values as they are now. What has become possible alone takes effect at once."
        facts={changeSummary(request)}
        confirmLabel="Request it again"
        action={request.action}
        input={() => inputOf(request)}
        done="Done"
        close={close}
      />
    )}
  />
);

/** Its idempotency key would only return the request that failed. */
function inputOf({ payload }: ChangeRequest): ActionInput<GovernedAction> {
  const { idempotencyKey: _used, ...input } = payload as Record<string, unknown>;
  // The desk has stored what it had parsed as the input of this action.
  return input as ActionInput<GovernedAction>;
}
