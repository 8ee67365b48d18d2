import { base32nopad } from '@scure/base';
import { totpCode } from '../base/totp.ts';
import { type NewPayout, newPayoutBody } from './newPayout.ts';
import { type PayoutReport, readPayoutBatch, readPayoutPage } from './payoutReport.ts';
import type { ProviderCaller } from './providerCall.ts';
import { ProviderError } from './providerError.ts';

export interface PayoutCalls {
  /**
   * Creates one payout, in one attempt; no money moves before `verifyPayout`. `ambiguous`: it may exist,
   * search with `findPayoutsByExternalId`. `unavailable`, `rate_limited`: it did not reach the provider. All
   * else: refused.
   */
  createPayout(payout: NewPayout): Promise<PayoutReport>;
  /**
   * Confirms a batch with the account's second factor, which starts the transfer. A batch is paid once,
   * however often it is confirmed.
   */
  verifyPayout(providerBatchId: string, code: string): Promise<void>;
  /** The payouts of a batch. */
  getPayouts(providerBatchId: string): Promise<PayoutReport[]>;
  /**
   * All payouts with our external id that were created since, oldest first. Throws when the search is not
   * complete.
   */
  findPayoutsByExternalId(externalId: string, createdAfter: Date): Promise<PayoutReport[]>;
  /** Payouts that were created since, oldest first, from a page on: 5,000 at most, and where the rest begins. */
  listPayouts(createdAfter: Date, fromPage?: number): Promise<ListedPayouts>;
}

interface ListedPayouts {
  payouts: PayoutReport[];
  /** Null: these were the last. */
  nextPage: number | null;
}

/** Our clock and the provider's may differ; external ids are unique, so a wide window costs nothing. */
const clockMarginMs = 15 * 60_000;
const pageSize = 100;
const maximumPages = 50;

/** The payout calls of the client. */
export function createPayoutCalls(call: ProviderCaller['call']): PayoutCalls {
  const getPage = async (page: number, dateFrom: Date) => {
    const query = {
      limit: String(pageSize),
      page: String(page),
      order_by: 'dateCreated',
      order: 'asc',
      date_from: dateFrom.toISOString(),
    };
    return (
      readPayoutPage(await call({ group: 'payout', path: '/payout', query, bearer: 'if_asked' })) ??
      unreadable('unavailable')
    );
  };

  const listPayouts = async (createdAfter: Date, fromPage = 0): Promise<ListedPayouts> => {
    const dateFrom = new Date(createdAfter.getTime() - clockMarginMs);
    const found: PayoutReport[] = [];
    for (let page = fromPage; page < fromPage + maximumPages; page++) {
      const { payouts, rows } = await getPage(page, dateFrom);
      // An unreadable row could be the one that is searched for.
      if (payouts.length < rows) unreadable('unavailable');
      found.push(...payouts);
      // There is no total, and pages may be shorter than requested: only an empty page is the end.
      if (rows === 0) return { payouts: found, nextPage: null };
    }
    return { payouts: found, nextPage: fromPage + maximumPages };
  };

  return {
    listPayouts,
    async createPayout(payout) {
      // One attempt: the caller counts what was sent.
      const body = await call({
        group: 'payout',
        method: 'POST',
        path: '/payout',
        body: newPayoutBody(payout),
        isCreate: true,
        movesMoney: true,
        bearer: 'needed',
        attempts: 1,
      });
      const [report, ...others] = readPayoutBatch(body) ?? [];
      return report === undefined || others.length > 0 ? unreadable('ambiguous') : report;
    },
    async verifyPayout(providerBatchId, code) {
      const text = await call({
        group: 'payout',
        method: 'POST',
        path: `/payout/${idOf(providerBatchId)}/verify`,
        logPath: '/payout/:id/verify',
        body: JSON.stringify({ verification_code: code }),
        isCreate: true,
        movesMoney: true,
        expects: 'text',
        bearer: 'needed',
        attempts: 1,
        secret: code,
      });
      // The page of a proxy in front of the provider is no confirmation.
      if (typeof text !== 'string' || !/^"?ok"?$/i.test(text.trim())) unreadable('ambiguous');
    },
    async getPayouts(providerBatchId) {
      const body = await call({
        group: 'payout',
        path: `/payout/${idOf(providerBatchId)}`,
        logPath: '/payout/:id',
        bearer: 'if_asked',
        attempts: 1,
      });
      return readPayoutBatch(body) ?? unreadable('unavailable');
    },
    async findPayoutsByExternalId(externalId, createdAfter) {
      const { payouts, nextPage } = await listPayouts(createdAfter);
      if (nextPage !== null)
        throw new ProviderError('unavailable', 'The provider lists too many payouts to search.', {
          code: 'TOO_MANY_PAGES',
        });
      return payouts.filter((payout) => payout.externalId === externalId);
    },
  };
}

/**
 * The account's six-digit TOTP code of one 30-second step, for `verifyPayout`. `secret` is base32 in
 * capitals, without padding; throws for anything else.
 */
export const payoutCode = (secret: string, step: number): string =>
  totpCode(base32nopad.decode(secret), step);

function idOf(text: string): string {
  if (!/^\d{1,20}$/.test(text))
    throw new ProviderError('not_found', 'A provider payout id is a number.', { code: 'INVALID_PAYOUT_ID' });
  return text;
}

function unreadable(kind: 'unavailable' | 'ambiguous'): never {
  throw new ProviderError(kind, 'The payment provider sent an answer of unknown form.', {
    code: 'BAD_ANSWER',
  });
}
