import { ActionDialog } from '../../commands/ActionDialog.tsx';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { TimeText } from '../../fields/TimeText.tsx';
import type { WebhookEndpoint } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

/** Ends the old secret of a rotation before its time. */
export function EndOldSecretButton({ endpoint }: { endpoint: WebhookEndpoint }) {
  const old = endpoint.secrets.find(({ isLive, endsAt }) => isLive && endsAt !== null);
  return (
    <CommandButton
      label={t('End old secret')}
      color="error"
      action="webhookEndpoints.endOldSecret"
      can={old ? { allowed: true } : { allowed: false, why: t('Only the current secret is valid.') }}
      dialog={(close) => (
        <ActionDialog
          title={t('End the old secret now?')}
          explain={t(
            'Requests are signed with the current secret alone. A receiver that has only the old one rejects them from now on.',
          )}
          facts={[
            [t('URL'), endpoint.url],
            [t('Old secret valid until'), old && <TimeText key="until" at={old.endsAt} />],
          ]}
          confirmLabel={t('End old secret')}
          danger
          action="webhookEndpoints.endOldSecret"
          input={() => ({ id: endpoint.id })}
          done={t('Old secret ended')}
          close={close}
        />
      )}
    />
  );
}
