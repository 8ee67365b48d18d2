import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { ApiKey } from '../../providers/records.ts';
import { addressesField, readRanges } from './allowedAddresses.ts';

/** Restricts a key to addresses, or lifts the restriction. */
export function AllowedAddressesButton({ apiKey }: { apiKey: ApiKey }) {
  return (
    <CommandButton
      label="Allowed addresses"
      permission="apiKeys.manage"
      can={apiKey.revokedAt === null ? { allowed: true } : { allowed: false, why: 'This key is revoked.' }}
      dialog={(close) => (
        <ActionDialog
          title="Restrict this key to addresses?"
          explain="Requests from any other address are rejected immediately."
          facts={[
            ['Key', apiKey.name],
            ['Last used from', apiKey.lastUsedFrom],
          ]}
          fields={[addressesField('Addresses', apiKey.allowedAddresses)]}
          confirmLabel="Save addresses"
          action="apiKeys.setAllowedAddresses"
          input={({ allowedAddresses = '' }) => ({
            id: apiKey.id,
            allowedAddresses: readRanges(allowedAddresses),
          })}
          done={(changed) =>
            changed.allowedAddresses === null ? 'The key works from any address' : 'Addresses saved'
          }
          close={close}
        />
      )}
    />
  );
}
