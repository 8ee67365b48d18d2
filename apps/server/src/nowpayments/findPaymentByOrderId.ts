import { ProviderError } from './providerError.ts';
import type { PaymentPage, PaymentQuery } from './paymentPage.ts';
import type { ProviderReport } from './providerReport.ts';

type ListPayments = (query: PaymentQuery) => Promise<PaymentPage>;

/** Our clock and the provider's may differ; order ids are unique, so a wide window costs nothing. */
const clockMarginMs = 15 * 60_000;
const pageSize = 500;
/** Five thousand payments: far more than one desk creates between a lost answer and the search for it. */
const maximumPages = 10;

/**
 * The payment with our order id that was created since `createdAfter`, or null when the provider has none.
 * The list has no filter for order ids, so it is read by date, oldest first. Child payments repeat the order
 * id of their parent and are skipped. Throws ProviderError; `unavailable` with code TOO_MANY_PAGES when the
 * search is not complete, because after a null the caller creates a second payment.
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
