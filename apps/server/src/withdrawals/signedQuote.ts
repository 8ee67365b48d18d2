import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../base/domainError.ts';

/** What a user was shown, and until when it may be taken up (ISO 8601). */
export interface QuoteFacts {
  amountUsd: string;
  currencyCode: string;
  networkFeeUsd: string;
  serviceFeeUsd: string;
  cryptoAmountEstimate: string | null;
  quotedAt: string;
  expiresAt: string;
}

/**
 * `<facts>.<seal>`, both base64url. The seal makes it the desk's own word, so that nothing has to be stored
 * for a question.
 */
export function sealQuote(secret: string, facts: QuoteFacts): string {
  const body = Buffer.from(JSON.stringify(facts)).toString('base64url');
  return `${body}.${sealOf(secret, body)}`;
}

/**
 * The facts of a quote that this desk gave for exactly this amount and currency, and that is still good.
 * Refuses with QUOTE_INVALID, QUOTE_EXPIRED.
 */
export function openQuote(
  secret: string,
  quote: string,
  asked: Pick<QuoteFacts, 'amountUsd' | 'currencyCode'>,
  at: Date,
): QuoteFacts {
  const [body = '', seal = '', ...rest] = quote.split('.');
  const [given, own] = [Buffer.from(seal), Buffer.from(sealOf(secret, body))];
  if (rest.length > 0 || given.length !== own.length || !timingSafeEqual(given, own))
    throw new DomainError('QUOTE_INVALID', 'this quote is not from this desk');
  const facts = JSON.parse(Buffer.from(body, 'base64url').toString()) as QuoteFacts;
  if (facts.amountUsd !== asked.amountUsd || facts.currencyCode !== asked.currencyCode)
    throw new DomainError(
      'QUOTE_INVALID',
      `this quote is for ${facts.amountUsd} USD in ${facts.currencyCode}`,
    );
  if (new Date(facts.expiresAt) <= at)
    throw new DomainError('QUOTE_EXPIRED', 'this quote has expired: ask for a new one', {
      expiredAt: facts.expiresAt,
    });
  return facts;
}

const sealOf = (secret: string, body: string) =>
  createHmac('sha256', secret).update('withdrawal quote\n').update(body).digest('base64url');
