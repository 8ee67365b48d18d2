import { Decimal, depositValueUsd, trimAmount } from '@paydesk/types';
import type { Payment } from '../models/Payment.ts';
import { mapProviderStatus } from '../nowpayments/mapProviderStatus.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';

/** What the books hold about one of the provider's payments. */
export interface BooksEntry {
  payment: Pick<
    Payment,
    | 'id'
    | 'status'
    | 'amountUsd'
    | 'payAmount'
    | 'actualAmount'
    | 'inFlightAmountUsd'
    | 'creditedAmountUsd'
    | 'needsAttention'
    | 'parentPaymentId'
  > | null;
  /** The payment is unmatched, and its money is in suspense. */
  isInSuspense: boolean;
  /** Staff attested that it arrived. */
  isAttested: boolean;
}

export interface Difference {
  kind:
    | 'not_ours'
    | 'unknown_payment'
    | 'attested_by_staff'
    | 'on_its_way'
    | 'below_one_cent'
    | 'flagged'
    | 'amount_differs'
    | 'paid_not_credited'
    | 'refunded_after_credit'
    | 'missing_at_provider';
  isExplained: boolean;
  providerAmount: string | null;
  booksAmount: string | null;
  detail: string;
}

/**
 * Compares one row of the provider's list with the books, after it has been applied. Null when they agree.
 * Pure.
 */
export function compareWithBooks(report: ProviderReport, books: BooksEntry): Difference | null {
  const status = mapProviderStatus(report.rawStatus);
  const arrived = new Decimal(report.actuallyPaid ?? 0);
  const isPaid = status === 'completed' || status === 'partially_paid';
  const { payment } = books;
  const found = (kind: Difference['kind'], isExplained: boolean, detail: string): Difference => ({
    kind,
    isExplained,
    detail,
    providerAmount: trimAmount(arrived),
    booksAmount: payment?.actualAmount == null ? null : trimAmount(payment.actualAmount),
  });

  if (payment === null) {
    if (books.isInSuspense)
      return found('unknown_payment', true, 'the desk did not create this payment; its money is in suspense');
    if (!isPaid || arrived.isZero())
      return found('not_ours', true, 'the desk did not create this payment, and nothing has arrived');
    return found('unknown_payment', false, 'money of a payment that is not in the books');
  }
  if (status === 'refunded' && !new Decimal(payment.creditedAmountUsd).isZero()) {
    const isReviewed = payment.needsAttention === null;
    const next = isReviewed ? 'staff have looked into it' : 'staff must look into it';
    return found(
      'refunded_after_credit',
      isReviewed,
      `the provider refunded what the desk has credited; ${next}`,
    );
  }
  const known = new Decimal(payment.actualAmount ?? 0);
  if (!known.equals(arrived)) return amountDiffers(found, books, isPaid);
  const isAccountedFor =
    payment.status === 'completed' ||
    payment.status === 'partially_paid' ||
    payment.parentPaymentId !== null ||
    !new Decimal(payment.creditedAmountUsd).isZero();
  if (isPaid && !isAccountedFor) {
    const worth =
      payment.payAmount === null
        ? '0.00'
        : depositValueUsd(payment.amountUsd, payment.payAmount, arrived.toFixed());
    if (worth === '0.00') return found('below_one_cent', true, 'what arrived is worth less than one cent');
    return found(
      'paid_not_credited',
      false,
      `the provider calls it ${report.rawStatus}, the desk ${payment.status}`,
    );
  }
  return null;
}

function amountDiffers(
  found: (kind: Difference['kind'], isExplained: boolean, detail: string) => Difference,
  { payment, isAttested }: BooksEntry,
  isPaid: boolean,
): Difference {
  if (isAttested) return found('attested_by_staff', true, 'staff attested that the requested amount arrived');
  if (payment?.needsAttention != null)
    return found('flagged', false, `flagged for staff: ${payment.needsAttention}`);
  if (!isPaid) return found('on_its_way', true, 'not final at the provider yet');
  return found('amount_differs', false, 'the provider and the books disagree on what arrived');
}
