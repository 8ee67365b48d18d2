import { base32nopad } from '@scure/base';
import { totpCode } from '../base/totp.ts';
import { type NewPayout, newPayoutBody } from './newPayout.ts';
import { type PayoutReport, readPayoutBatch, readPayoutPage } from './payoutReport.ts';
import type { ProviderCaller } from './providerCall.ts';
import { ProviderError } from './providerError.ts';

export interface PayoutCalls {
  /**
   * Asks for one payout, once; no money moves before `verifyPayout`. `ambiguous`: it may exist, look for it
   * with `findPayoutByExternalId`. `unavailable` and `rate_limited`: it never reached the provider. The rest:
   * the provider refused.
   */
  createPayout(payout: NewPayout): Promise<PayoutReport>;
  /**
   * Confirms a batch with the account's second factor: from here on the money moves. A batch is paid once,
   * however often it is confirmed.
   */
  verifyPayout(providerBatchId: string, code: string): Promise<void>;
  /** The payouts of a batch. */
  getPayouts(providerBatchId: string): Promise<PayoutReport[]>;
  /**
   * All payouts with our external id that were created since, oldest first. Throws rather than answer less
   * than the provider has.
   */
  findPayoutsByExternalId(externalId: string, createdAfter: Date): Promise<PayoutReport[]>;
}

/** Our clock and the provider's may differ; external ids are unique, so a wide window costs nothing. */
const clockMarginMs = 15 * 60_000;
const pageSize = 100;
const maximumPages = 50;

/** The part of the client that pays out (facts 8). */
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

  return {
    async createPayout(payout) {
      // Once: whoever calls keeps count of what was sent.
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
      // A page of whatever stands in front of the provider is no yes.
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
      const dateFrom = new Date(createdAfter.getTime() - clockMarginMs);
      const found: PayoutReport[] = [];
      for (let page = 0; page < maximumPages; page++) {
        const { payouts, rows } = await getPage(page, dateFrom);
        // A row that nobody can read could be the one that is looked for.
        if (payouts.length < rows) unreadable('unavailable');
        found.push(...payouts.filter((payout) => payout.externalId === externalId));
        // There is no total, and the provider may serve shorter pages than asked for: only an empty one is
        // the end.
        if (rows === 0) return found;
      }
      throw new ProviderError('unavailable', 'The provider lists too many payouts to search.', {
        code: 'TOO_MANY_PAGES',
      });
    },
  };
}

function idOf(text: string): string {
  if (!/^\d{1,20}$/.test(text))
    throw new ProviderError('not_found', 'A provider payout id is a number.', { code: 'INVALID_PAYOUT_ID' });
  return text;
}

function unreadable(kind: 'unavailable' | 'ambiguous'): never {
  throw new ProviderError(kind, 'The payment provider sent an answer of an unknown form.', {
    code: 'BAD_ANSWER',
  });
}

/**
 * The account's code of one 30-second step: standard, six digits (facts 8). `secret` is base32 in capitals,
 * without padding; throws for anything else.
 */
export const payoutCode = (secret: string, step: number): string =>
  totpCode(base32nopad.decode(secret), step);
