import { ProviderError } from './providerError.ts';
import type { PaymentPage, PaymentQuery } from './paymentPage.ts';
import type { ProviderReport } from './providerReport.ts';

type ListPayments = (query: PaymentQuery) => Promise<PaymentPage>;

/** Our clock and the provider's may differ; order ids are unique, so a wide window costs nothing. */
const clockMarginMs = 15 * 60_000;
const pageSize = 500;
/** Five thousand payments since a lost answer: far more than one desk makes before it looks. */
const maximumPages = 10;

/**
 * The payment with our order id that was created since `createdAfter`, oldest first, or null when the
 * provider has none. The list has no filter for it, so it is walked by date. Children of a payment repeat its
 * order id and are skipped. Throws ProviderError; `unavailable` with code TOO_MANY_PAGES when the walk could
 * not be finished, since then a null would invite a second payment.
 */
export async function findPaymentByOrderId(
  listPayments: ListPayments,
  orderId: string,
  createdAfter: Date,
): Promise<ProviderReport | null> {
  const dateFrom = new Date(createdAfter.getTime() - clockMarginMs);
  for (let page = 0; page < maximumPages; page++) {
    const { payments, hasNextPage } = await listPayments({
      page,
      limit: pageSize,
      sortBy: 'created_at',
      orderBy: 'asc',
      dateFrom,
    });
    const found = payments.find((payment) => payment.orderId === orderId && payment.parentPaymentId === null);
    if (found !== undefined) return found;
    if (!hasNextPage) return null;
  }
  throw new ProviderError('unavailable', 'The provider lists too many payments to search.', {
    code: 'TOO_MANY_PAGES',
  });
}
