import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import type { ApiKey } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { readRanges } from './readRanges.ts';

export const ADDRESSES_HELP =
  'One a line, such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32. Empty: from anywhere.';

/** Binds a key to addresses, or sets it free. */
export function AllowedAddressesButton({ apiKey }: { apiKey: ApiKey }) {
  return (
    <CommandButton
      label="Allowed addresses"
      permission="apiKeys.manage"
      can={apiKey.revokedAt === null ? { allowed: true } : { allowed: false, why: 'This key is revoked.' }}
      dialog={(close) => (
        <CommandDialog
          title="Where may this key be used from?"
          explain="From any other address it is refused with its next request."
          facts={[
            ['Key', apiKey.name],
            ['Last used from', apiKey.lastUsedFrom],
          ]}
          fields={[
            {
              name: 'allowedAddresses',
              label: 'Addresses',
              multiline: true,
              initial: (apiKey.allowedAddresses ?? []).join('\n'),
              helperText: ADDRESSES_HELP,
            },
          ]}
          confirmLabel="Save addresses"
          run={({ allowedAddresses = '' }) =>
            trpc.apiKeys.setAllowedAddresses.mutate({
              id: apiKey.id,
              allowedAddresses: readRanges(allowedAddresses),
            })
          }
          done={(changed) =>
            changed.allowedAddresses === null ? 'The key works from anywhere' : 'Addresses saved'
          }
          close={close}
        />
      )}
    />
  );
}
