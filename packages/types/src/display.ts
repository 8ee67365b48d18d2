import { Decimal, formatUsd } from './money.ts';
import { currencyDisplayName, networkLabel, paymentUri, transactionExplorerLink } from './networks/index.ts';
import type { PaymentStatus, SuspenseStatus, TransactionType, WithdrawalStatus } from './statuses.ts';

/** The colours that badges use. The names are the guide's. */
export type BadgeColor = 'success' | 'info' | 'warning' | 'danger' | 'secondary' | 'primary';

const grouped = (amount: string) => {
  const [whole = '0', cents = '00'] = formatUsd(amount).replace('-', '').split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')}.${cents}`;
};

/** `"$1,234.50 USD"`, with a minus before the sign if it is negative. */
export const usdDisplay = (amount: string): string =>
  `${new Decimal(amount).isNegative() ? '-' : ''}$${grouped(amount)} USD`;

/** A ledger amount with its sign: `"+$99.99"` or `"-$5.00"`. */
export const signedUsdDisplay = (amount: string): string =>
  `${new Decimal(amount).isNegative() ? '-' : '+'}$${grouped(amount)}`;

/** A status for people: `partially_paid` is "Partially paid". */
export const statusLabel = (status: string): string =>
  status.charAt(0).toUpperCase() + status.slice(1).replaceAll('_', ' ');

const PAYMENT_COLORS: Record<PaymentStatus, BadgeColor> = {
  pending: 'warning',
  confirming: 'info',
  confirmed: 'primary',
  completed: 'success',
  partially_paid: 'warning',
  failed: 'danger',
  expired: 'secondary',
  cancelled: 'secondary',
  refunded: 'secondary',
};
export const paymentStatusColor = (status: PaymentStatus): BadgeColor => PAYMENT_COLORS[status];

const WITHDRAWAL_COLORS: Record<WithdrawalStatus, BadgeColor> = {
  pending: 'warning',
  approved: 'info',
  processing: 'primary',
  completed: 'success',
  rejected: 'danger',
  cancelled: 'secondary',
};
export const withdrawalStatusColor = (status: WithdrawalStatus): BadgeColor => WITHDRAWAL_COLORS[status];

const TRANSACTION_COLORS: Record<TransactionType, BadgeColor> = {
  deposit: 'success',
  withdrawal: 'warning',
  payment: 'primary',
  refund: 'info',
  fee: 'secondary',
  bonus: 'success',
  adjustment: 'secondary',
};
export const transactionTypeColor = (type: TransactionType): BadgeColor => TRANSACTION_COLORS[type];

const SUSPENSE_COLORS: Record<SuspenseStatus, BadgeColor> = {
  open: 'warning',
  credited: 'success',
  returned: 'info',
  written_off: 'secondary',
};
export const suspenseStatusColor = (status: SuspenseStatus): BadgeColor => SUSPENSE_COLORS[status];

/** What a currency shows for itself: `symbol` and, for tokens, the network. */
export { currencyDisplayName, networkLabel };

/**
 * What a payer's QR code holds: a payment URI where wallets agree on one, else the bare address; null before
 * an address is issued.
 */
export function paymentQrData(payment: {
  network: string;
  token: string;
  contractAddress: string | null;
  chainDecimals: number | null;
  payAddress: string | null;
  payAmount: string | null;
  payinExtraId: string | null;
}): string | null {
  if (payment.payAddress === null) return null;
  return paymentUri({
    network: payment.network,
    token: payment.token,
    contractAddress: payment.contractAddress,
    decimalPlaces: payment.chainDecimals,
    address: payment.payAddress,
    amount: payment.payAmount,
    extraId: payment.payinExtraId,
  });
}

/** Where the transaction can be looked up on the chain; null without a hash or for an unknown network. */
export const explorerLink = (network: string, transactionHash: string | null): string | null =>
  transactionHash === null ? null : (transactionExplorerLink(network, transactionHash) ?? null);
