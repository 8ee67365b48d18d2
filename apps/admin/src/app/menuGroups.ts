import type { SvgIconComponent } from '@mui/icons-material';
import StaffIcon from '@mui/icons-material/BadgeOutlined';
import ReconciliationIcon from '@mui/icons-material/BalanceOutlined';
import CurrencyIcon from '@mui/icons-material/CurrencyBitcoin';
import AuditIcon from '@mui/icons-material/FactCheckOutlined';
import PolicyIcon from '@mui/icons-material/GavelOutlined';
import SuspenseIcon from '@mui/icons-material/HelpCenterOutlined';
import ChangeIcon from '@mui/icons-material/HowToRegOutlined';
import KeyIcon from '@mui/icons-material/KeyOutlined';
import WithdrawalIcon from '@mui/icons-material/LogoutOutlined';
import UserIcon from '@mui/icons-material/PeopleAltOutlined';
import PaymentIcon from '@mui/icons-material/QrCode2Outlined';
import LedgerIcon from '@mui/icons-material/ReceiptLongOutlined';
import BalanceIcon from '@mui/icons-material/SavingsOutlined';
import WebhookIcon from '@mui/icons-material/SendOutlined';
import type { ResourceName } from '../providers/records.ts';

interface MenuEntry {
  resource: ResourceName;
  label: string;
  icon: SvgIconComponent;
}

/** The entries of the menu, grouped by task. */
export const MENU_GROUPS: readonly { name: string; entries: readonly MenuEntry[] }[] = [
  {
    name: 'Money',
    entries: [
      { resource: 'payments', label: 'Payments', icon: PaymentIcon },
      { resource: 'suspense', label: 'Suspense', icon: SuspenseIcon },
      { resource: 'balances', label: 'Balances', icon: BalanceIcon },
      { resource: 'transactions', label: 'Transactions', icon: LedgerIcon },
      { resource: 'withdrawals', label: 'Withdrawals', icon: WithdrawalIcon },
    ],
  },
  {
    name: 'Setup',
    entries: [
      { resource: 'currencies', label: 'Currencies', icon: CurrencyIcon },
      { resource: 'users', label: 'Users', icon: UserIcon },
    ],
  },
  {
    name: 'Control',
    entries: [
      { resource: 'changeRequests', label: 'Change requests', icon: ChangeIcon },
      { resource: 'reconciliations', label: 'Reconciliation', icon: ReconciliationIcon },
      { resource: 'policies', label: 'Withdrawal policy', icon: PolicyIcon },
      { resource: 'audit', label: 'Audit', icon: AuditIcon },
      { resource: 'apiKeys', label: 'API keys', icon: KeyIcon },
      { resource: 'webhookEndpoints', label: 'Webhooks', icon: WebhookIcon },
      { resource: 'staff', label: 'Staff', icon: StaffIcon },
    ],
  },
];
