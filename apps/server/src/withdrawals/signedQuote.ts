import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../base/domainError.ts';

/** What a user was shown, and until when it is valid (ISO 8601). */
export interface QuoteTerms {
  amountUsd: string;
  currencyCode: string;
  networkFeeUsd: string;
  serviceFeeUsd: string;
  cryptoAmountEstimate: string | null;
  quotedAt: string;
  expiresAt: string;
}

/**
 * `<terms>.<signature>`, both base64url. The signature (HMAC-SHA-256) shows that the quote is from this desk, so
 * quotes need not be stored.
 */
export function signQuote(secret: string, terms: QuoteTerms): string {
  const body = Buffer.from(JSON.stringify(terms)).toString('base64url');
  return `${body}.${signatureOf(secret, body)}`;
}

/**
 * Verifies a quote and returns its terms: signed by this desk, for exactly this amount and currency, not expired.
 * Refuses with QUOTE_INVALID, QUOTE_EXPIRED.
 */
export function verifyQuote(
  secret: string,
  quote: string,
  request: Pick<QuoteTerms, 'amountUsd' | 'currencyCode'> & { at: Date },
): QuoteTerms {
  const [body = '', signature = '', ...rest] = quote.split('.');
  const [given, own] = [Buffer.from(signature), Buffer.from(signatureOf(secret, body))];
  if (rest.length > 0 || given.length !== own.length || !timingSafeEqual(given, own))
    throw new DomainError('QUOTE_INVALID', 'this quote is not from this desk');
  const terms = JSON.parse(Buffer.from(body, 'base64url').toString()) as QuoteTerms;
  if (terms.amountUsd !== request.amountUsd || terms.currencyCode !== request.currencyCode)
    throw new DomainError(
      'QUOTE_INVALID',
      `this quote is for ${terms.amountUsd} USD in ${terms.currencyCode}`,
    );
  if (new Date(terms.expiresAt) <= request.at)
    throw new DomainError('QUOTE_EXPIRED', 'this quote has expired: ask for a new one', {
      expiredAt: terms.expiresAt,
    });
  return terms;
}

const signatureOf = (secret: string, body: string) =>
  createHmac('sha256', secret).update('withdrawal quote\n').update(body).digest('base64url');
