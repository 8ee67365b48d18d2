import type { GovernedAction } from '@paydesk/types/rules';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import type { ActionInput } from '../../providers/actions.ts';
import type { ChangeRequest } from '../../providers/records.ts';
import { changeSummary } from './changeSummary.tsx';
import { t } from '../../texts/t.ts';

/** Makes the same request again, for its maker: the values before are read again. */
export const RequestAgainButton = ({ request }: { request: ChangeRequest }) => (
  <CommandButton
    label={t('Request it again')}
    action={request.action}
    color="inherit"
    dialog={(close) => (
      <ActionDialog<GovernedAction>
        title={t('Request this change again?')}
        explain={t(
          'It becomes a new request, with the values as they are now. If it needs no approval any more, it takes effect at once.',
        )}
        facts={changeSummary(request)}
        confirmLabel={t('Request it again')}
        action={request.action}
        input={() => inputOf(request)}
        done={t('Done')}
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
