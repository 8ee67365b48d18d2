import { readProviderReport } from './providerReport.ts';
import type { ProviderReport } from './providerReport.ts';
import { isObject, readCount } from './readField.ts';

/** Filters of the provider's payment list. There is none for order id or status. */
export interface PaymentQuery {
  /** 1 to 500. */
  limit?: number;
  /** From 0. */
  page?: number;
  sortBy?: 'created_at' | 'updated_at' | 'payment_id';
  orderBy?: 'asc' | 'desc';
  /** Creation time, inclusive. */
  dateFrom?: Date;
  dateTo?: Date;
}

export interface PaymentPage {
  payments: ProviderReport[];
  page: number;
  limit: number;
  /** Payments in all; null when the provider leaves it out. */
  total: number | null;
  hasNextPage: boolean;
  /** Rows that could not be read as payments. */
  unreadableRows: number;
}

/** The query string of a list request. */
export function paymentQueryParameters(query: PaymentQuery): Record<string, string> {
  return {
    limit: String(query.limit ?? 100),
    page: String(query.page ?? 0),
    sortBy: query.sortBy ?? 'created_at',
    orderBy: query.orderBy ?? 'asc',
    ...(query.dateFrom === undefined ? {} : { dateFrom: query.dateFrom.toISOString() }),
    ...(query.dateTo === undefined ? {} : { dateTo: query.dateTo.toISOString() }),
  };
}

/** The provider's own limit is 500. */
const MOST_ROWS = 1000;

/** Reads one page of the list. Null when the body is no page. */
export function readPaymentPage(body: unknown, query: PaymentQuery): PaymentPage | null {
  if (!isObject(body) || !Array.isArray(body['data'])) return null;
  const rows: unknown[] = body['data'];
  if (rows.length > MOST_ROWS) return null;
  const payments = rows.map(readProviderReport).filter((report) => report !== null);
  const page = query.page ?? 0;
  // The provider may return shorter pages than requested.
  const limit = readCount(body['limit']) ?? query.limit ?? 100;
  const pagesCount = readCount(body['pagesCount'] ?? body['pages_count']);
  return {
    payments,
    page,
    limit,
    total: readCount(body['total']),
    hasNextPage: pagesCount === null ? rows.length > 0 && rows.length >= limit : page + 1 < pagesCount,
    unreadableRows: rows.length - payments.length,
  };
}
