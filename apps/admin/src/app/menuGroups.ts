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
import DoctorIcon from '@mui/icons-material/MonitorHeartOutlined';
import WebhookIcon from '@mui/icons-material/SendOutlined';
import { RESOURCE_NAMES } from '../records/resourceNames.ts';
import { t } from '../texts/t.ts';

/** What the menu leads to: the resources, and a page that is none. */
export const MENU_NAMES = { ...RESOURCE_NAMES, doctor: t('System checks') };

interface MenuEntry {
  resource: keyof typeof MENU_NAMES;
  icon: SvgIconComponent;
}

/** The entries of the menu, grouped by task. */
export const MENU_GROUPS: readonly { name: string; entries: readonly MenuEntry[] }[] = [
  {
    name: t('Money'),
    entries: [
      { resource: 'payments', icon: PaymentIcon },
      { resource: 'suspense', icon: SuspenseIcon },
      { resource: 'balances', icon: BalanceIcon },
      { resource: 'transactions', icon: LedgerIcon },
      { resource: 'withdrawals', icon: WithdrawalIcon },
    ],
  },
  {
    name: t('Setup'),
    entries: [
      { resource: 'currencies', icon: CurrencyIcon },
      { resource: 'users', icon: UserIcon },
    ],
  },
  {
    name: t('Control'),
    entries: [
      { resource: 'changeRequests', icon: ChangeIcon },
      { resource: 'reconciliations', icon: ReconciliationIcon },
      { resource: 'policies', icon: PolicyIcon },
      { resource: 'audit', icon: AuditIcon },
      { resource: 'apiKeys', icon: KeyIcon },
      { resource: 'webhookEndpoints', icon: WebhookIcon },
      { resource: 'staff', icon: StaffIcon },
      { resource: 'doctor', icon: DoctorIcon },
    ],
  },
];
