import { z } from 'zod';
import { absentIfEmpty, wholeNumber } from '../input/fields.ts';
import type { SimulatorContext } from '../context.ts';
import { distortPayment } from '../faults/distort.ts';
import { InvalidRequest, ProviderError } from '../errors/providerError.ts';
import { Decimal } from '../money/decimal.ts';
import { statusAt, type PaymentRecord } from '../records/paymentRecord.ts';
import { presentPayment } from './presentPayment.ts';

type Key = (payment: PaymentRecord, now: number) => string | number;

const SORT_KEYS: Record<string, Key> = {
  created_at: (payment) => payment.createdAt,
  updated_at: (payment) => payment.updatedAt,
  payment_id: (payment) => Number(payment.paymentId),
  payment_status: statusAt,
  pay_address: (payment) => payment.payAddress,
  price_currency: (payment) => payment.priceCurrency,
  pay_currency: (payment) => payment.payCurrency,
  order_id: (payment) => payment.orderId ?? '',
  order_description: (payment) => payment.orderDescription ?? '',
  purchase_id: (payment) => Number(payment.purchaseId),
  outcome_currency: (payment) => payment.outcomeCurrency,
};
const AMOUNT_KEYS: Record<string, (payment: PaymentRecord) => string> = {
  price_amount: (payment) => payment.priceAmount,
  pay_amount: (payment) => payment.payAmount,
  actually_paid: (payment) => payment.actuallyPaid,
  outcome_amount: (payment) => payment.outcomeAmount,
};
const SORT_FIELDS = [...Object.keys(SORT_KEYS), ...Object.keys(AMOUNT_KEYS)];

const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;
const date = z
  .string()
  .refine((text) => DATE.test(text) && !Number.isNaN(Date.parse(text)), 'must be a valid ISO 8601 date');

export const listPaymentsRequest = z.object({
  limit: absentIfEmpty(wholeNumber(1, 500)),
  page: absentIfEmpty(wholeNumber(0, 999_999_999)),
  sortBy: absentIfEmpty(z.enum(SORT_FIELDS, 'must be a sortable field')),
  orderBy: absentIfEmpty(z.string()),
  dateFrom: absentIfEmpty(date),
  dateTo: absentIfEmpty(date),
  invoiceId: absentIfEmpty(z.string()),
});

export type ListPaymentsRequest = z.infer<typeof listPaymentsRequest>;

/**
 * A page of payments, children included. Dates filter by creation. Throws 500 for a field name in
 * `orderBy`, as the real provider does, and 400 for any other unknown direction.
 */
export const listPayments = (ctx: SimulatorContext, request: ListPaymentsRequest) => {
  const { limit = 10, page = 0, sortBy = 'created_at', orderBy = 'asc' } = request;
  const direction = directionOf(orderBy);
  const now = ctx.clock.now();
  const from = request.dateFrom === undefined ? -Infinity : Date.parse(request.dateFrom);
  const to = request.dateTo === undefined ? Infinity : endOf(request.dateTo);
  const compare = comparer(sortBy, now);
  // The simulator has no invoices, so no payment belongs to one.
  const found =
    request.invoiceId !== undefined
      ? []
      : ctx.payments
          .all()
          .filter(({ createdAt }) => createdAt >= from && createdAt <= to)
          .sort((a, b) => direction * (compare(a, b) || Number(a.paymentId) - Number(b.paymentId)));
  return {
    data: found
      .slice(page * limit, (page + 1) * limit)
      .map((payment) => distortPayment(ctx.faults, presentPayment(payment, now))),
    limit,
    page,
    pagesCount: Math.ceil(found.length / limit),
    total: found.length,
  };
};

const directionOf = (orderBy: string): 1 | -1 => {
  if (orderBy === 'asc') return 1;
  if (orderBy === 'desc') return -1;
  if (SORT_FIELDS.includes(orderBy)) throw new ProviderError(500, 'INTERNAL_ERROR', 'Internal server error');
  throw new InvalidRequest('orderBy must be one of [asc, desc]');
};

/** A bare date means its whole day. */
const endOf = (text: string): number => Date.parse(text) + (text.length === 10 ? 24 * 60 * 60 * 1000 - 1 : 0);

const comparer = (sortBy: string, now: number): ((a: PaymentRecord, b: PaymentRecord) => number) => {
  const amount = AMOUNT_KEYS[sortBy];
  if (amount !== undefined) return (a, b) => new Decimal(amount(a)).cmp(amount(b));
  const key = SORT_KEYS[sortBy] as Key;
  return (a, b) => {
    const [left, right] = [key(a, now), key(b, now)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
};
