import SyncIcon from '@mui/icons-material/CloudSyncOutlined';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { SyncDialog } from './SyncDialog.tsx';

/** Brings the provider's list of currencies, after showing what would change. */
export const SyncButton = () => (
  <CommandButton
    label="Sync with provider"
    icon={<SyncIcon />}
    permission="currencies.write"
    dialog={(close) => <SyncDialog close={close} />}
  />
);
