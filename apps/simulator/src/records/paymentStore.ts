import { ProviderError } from '../errors/providerError.ts';
import type { Journal } from './journal.ts';
import type { PaymentRecord } from './paymentRecord.ts';

export type PaymentStore = {
  get(paymentId: string): PaymentRecord | undefined;
  /** Throws 404 NOT_FOUND for an unknown id. */
  require(paymentId: string): PaymentRecord;
  all(): PaymentRecord[];
  size(): number;
  /** A fresh ten-digit id between 4000000000 and 6999999999. */
  newId(): string;
  /**
   * Stores the payment. Its updatedAt grows with each call, because consumers order reports by it.
   */
  save(payment: PaymentRecord): void;
  /** Stores it without counting as a change. */
  keep(payment: PaymentRecord): void;
};

export const FIRST_ID = 4_000_000_000;
const ID_SPAN = 3_000_000_000;

export const createPaymentStore = (
  journal: Journal,
  now: () => number,
  random: () => number,
): PaymentStore => {
  // The journal's map is the store: one copy of each record.
  const { payments } = journal.contents;

  const newId = (): string => {
    for (;;) {
      const id = String(FIRST_ID + Math.floor(random() * ID_SPAN));
      if (!payments.has(id)) return id;
    }
  };

  return {
    get: (paymentId) => payments.get(paymentId),
    require: (paymentId) => {
      const payment = payments.get(paymentId);
      if (payment === undefined) throw new ProviderError(404, 'NOT_FOUND', 'Payment not found');
      return payment;
    },
    all: () => [...payments.values()],
    size: () => payments.size,
    newId,
    save: (payment) => {
      payment.updatedAt = payments.has(payment.paymentId)
        ? Math.max(now(), payment.updatedAt + 1)
        : payment.createdAt;
      journal.payment(payment);
    },
    keep: (payment) => journal.payment(payment),
  };
};
