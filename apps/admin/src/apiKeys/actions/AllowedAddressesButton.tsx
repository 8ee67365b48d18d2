import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { ApiKey } from '../../providers/records.ts';
import { addressesField, readRanges } from './allowedAddresses.ts';
import { t } from '../../texts/t.ts';

/** Restricts a key to addresses, or lifts the restriction. */
export function AllowedAddressesButton({ apiKey }: { apiKey: ApiKey }) {
  return (
    <CommandButton
      label={t('Allowed addresses')}
      action="apiKeys.setAllowedAddresses"
      can={apiKey.revokedAt === null ? { allowed: true } : { allowed: false, why: t('This key is revoked.') }}
      dialog={(close) => (
        <ActionDialog
          title={t('Restrict this key to addresses?')}
          explain={t('Requests from any other address are rejected immediately.')}
          facts={[
            [t('Key'), apiKey.name],
            [t('Last used from'), apiKey.lastUsedFrom],
          ]}
          fields={[addressesField(t('Addresses'), apiKey.allowedAddresses)]}
          confirmLabel={t('Save addresses')}
          action="apiKeys.setAllowedAddresses"
          input={({ allowedAddresses = '' }) => ({
            id: apiKey.id,
            allowedAddresses: readRanges(allowedAddresses),
          })}
          done={(changed) =>
            changed.allowedAddresses === null ? t('The key works from any address') : t('Addresses saved')
          }
          close={close}
        />
      )}
    />
  );
}
