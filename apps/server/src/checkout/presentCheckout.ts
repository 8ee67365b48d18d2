import type { CheckoutState, CheckoutView, MissingAmount } from '@paydesk/checkout';
import {
  Decimal,
  explorerLink,
  extraIdRule,
  formatUsd,
  networkOf,
  payableAmount,
  paymentQrData,
  trimAmount,
  type PaymentStatus,
} from '@paydesk/types';
import type { Settings } from '../base/settings.ts';
import type { CheckoutFacts } from './findCheckouts.ts';

type Shown = Pick<Settings, 'checkout' | 'provider'>;

/** A payment as its payer sees it: nothing about the user, and no id except the reference. */
export function presentCheckout(facts: CheckoutFacts, settings: Shown): CheckoutView {
  const payAmount = facts.payAmount === null ? null : payableAmount(facts.payAmount, facts.decimalPlaces);
  const missing = missingAmount(facts);
  const state = stateOf(facts, missing);
  const seen = new Decimal(facts.actualAmount ?? 0);
  return {
    state,
    reference: facts.internalPaymentId,
    amountUsd: formatUsd(facts.amountUsd),
    coin: facts.token.toUpperCase(),
    network: networkTitle(facts.network),
    payAmount,
    address: facts.payAddress,
    extraId:
      facts.payinExtraId === null
        ? null
        : {
            name: facts.extraIdName ?? extraIdRule(facts.network)?.name ?? 'Memo',
            value: facts.payinExtraId,
          },
    link: linkFor(facts, payAmount),
    expiresAt: facts.expiresAt?.toISOString() ?? null,
    seenAmount: seen.isZero() ? null : trimAmount(seen),
    confirmations: facts.confirmationsCount,
    creditedUsd: formatUsd(new Decimal(facts.creditedAmountUsd).plus(facts.childrenCreditedUsd)),
    overpaid: state === 'credited' && payAmount !== null && seen.greaterThan(payAmount),
    missing: state === 'partial' ? missing : null,
    review: facts.review.map(({ amount, coin, status }) => ({
      amount: trimAmount(amount),
      coin: coin.toUpperCase(),
      state: status,
    })),
    transaction:
      facts.transactionHash === null
        ? null
        : { hash: facts.transactionHash, link: explorerLink(facts.network, facts.transactionHash) },
    isWatched: facts.nextCheckAt !== null,
    simulated: settings.provider.simulated,
    merchant: { name: settings.checkout.merchantName, url: settings.checkout.merchantUrl },
  };
}

const STATES: Record<PaymentStatus, CheckoutState> = {
  pending: 'waiting',
  confirming: 'seen',
  confirmed: 'confirmed',
  completed: 'credited',
  partially_paid: 'partial',
  failed: 'failed',
  expired: 'expired',
  cancelled: 'cancelled',
  refunded: 'refunded',
};

function stateOf(facts: CheckoutFacts, missing: MissingAmount | null): CheckoutState {
  if (facts.parentPaymentId !== null) return 'extra';
  if (facts.status === 'pending' && facts.payAddress === null) return 'preparing';
  // After a top-up that has been credited, the payment is complete for the payer.
  const settled =
    missing === null &&
    facts.review.every(({ status }) => status === 'credited') &&
    !new Decimal(facts.creditedAmountUsd).isZero();
  return facts.status === 'partially_paid' && settled ? 'credited' : STATES[facts.status];
}

/**
 * The rest of a partial payment: the requested amount less what arrived, including further deposits that are
 * in suspense or credited. Rounded up to the decimal places of the chain; null when nothing is left.
 */
function missingAmount(facts: CheckoutFacts): MissingAmount | null {
  if (facts.status !== 'partially_paid' || facts.payAmount === null) return null;
  const toppedUp = facts.review
    .filter(
      ({ isChild, currencyCode, status }) =>
        isChild && currencyCode === facts.currencyCode && (status === 'open' || status === 'credited'),
    )
    .reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));
  const requested = new Decimal(payableAmount(facts.payAmount, facts.decimalPlaces));
  const left = requested.minus(facts.actualAmount ?? 0).minus(toppedUp);
  if (left.lessThanOrEqualTo(0)) return null;
  const amount = payableAmount(left, facts.decimalPlaces);
  const usd = new Decimal(facts.amountUsd)
    .times(amount)
    .dividedBy(requested)
    .toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  const minimum = Decimal.max(facts.minAmountUsd, facts.providerMinAmountUsd ?? 0);
  return {
    amount,
    amountUsd: formatUsd(usd),
    link: linkFor(facts, amount),
    belowMinimumUsd: usd.lessThan(minimum) ? formatUsd(minimum) : null,
  };
}

/** The payment URI; null where it is only the address. */
function linkFor(facts: CheckoutFacts, payAmount: string | null): string | null {
  const { network, token, contractAddress, chainDecimals, payAddress, payinExtraId } = facts;
  const data = paymentQrData({
    network,
    token,
    contractAddress,
    chainDecimals,
    payAddress,
    payAmount,
    payinExtraId,
  });
  return data === payAddress ? null : data;
}

/** "TRON (TRC20)", "Bitcoin"; an unknown network by its key. */
function networkTitle(key: string): string {
  const network = networkOf(key);
  if (network === undefined) return key.toUpperCase();
  return network.label === network.name ? network.name : `${network.name} (${network.label})`;
}
