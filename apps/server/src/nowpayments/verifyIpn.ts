import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseExactJson } from './exactJson.ts';
import { readPayoutReport } from './payoutReport.ts';
import type { PayoutReport } from './payoutReport.ts';
import { readProviderReport } from './providerReport.ts';
import type { ProviderReport } from './providerReport.ts';
import { signedForms } from './signedForms.ts';

interface Ipn {
  /** The body's bytes, before any parser touched them. */
  rawBody: string | Buffer;
  /** Header `x-nowpayments-sig`. */
  signature: string | undefined;
  secret: string;
  /** The secret before, while it is being replaced. */
  previousSecret?: string | null;
}

type Unverified = { ok: false; reason: 'MISSING_SIGNATURE' | 'BAD_SIGNATURE' | 'BAD_JSON' };
/**
 * A signed report, or why there is none. `NOT_A_PAYMENT`, `NOT_A_PAYOUT`: signed, but about something else.
 */
export type IpnVerdict<Report> =
  | { ok: true; report: Report; isPrevious: boolean }
  | Unverified
  | { ok: false; reason: 'NOT_A_PAYMENT' | 'NOT_A_PAYOUT' };

/**
 * Verifies that a webhook was signed with our secret, and reads its report. The signature covers numbers as
 * doubles only; the report keeps the digits that were sent, so that webhook and GET agree on amounts with 18
 * places. A forger with a captured body could change an amount by less than a ten-quadrillionth of it. With
 * an empty secret nothing verifies. `isPrevious`: the secret before has signed it.
 */
export function verifyIpn(ipn: Ipn): IpnVerdict<ProviderReport> {
  const signed = signedBody(ipn);
  if (!signed.ok) return signed;
  const report = readProviderReport(signed.body);
  return report === null ? { ok: false, reason: 'NOT_A_PAYMENT' } : { ...signed, report };
}

/** The same for a webhook about a payout. */
export function verifyPayoutIpn(ipn: Ipn): IpnVerdict<PayoutReport> {
  const signed = signedBody(ipn);
  if (!signed.ok) return signed;
  const report = readPayoutReport(signed.body);
  return report === null ? { ok: false, reason: 'NOT_A_PAYOUT' } : { ...signed, report };
}

interface Signed {
  ok: true;
  body: unknown;
  isPrevious: boolean;
}

function signedBody({ rawBody, signature, secret, previousSecret }: Ipn): Signed | Unverified {
  const given = signature?.trim();
  if (!given) return { ok: false, reason: 'MISSING_SIGNATURE' };
  if (!/^[0-9a-f]{128}$/i.test(given)) return { ok: false, reason: 'BAD_SIGNATURE' };

  const body = typeof rawBody === 'string' ? rawBody : rawBody.toString('utf8');
  const forms = signedForms(body);
  if (forms === null) return { ok: false, reason: 'BAD_JSON' };
  const isBy = (key: string) => key !== '' && forms.some((text) => isSignedBy(text, key, given));
  // Both are always compared: how long it takes does not say which of them has signed.
  const [isPresent, isPrevious] = [isBy(secret.trim()), isBy(previousSecret?.trim() ?? '')];
  if (!isPresent && !isPrevious) return { ok: false, reason: 'BAD_SIGNATURE' };
  return { ok: true, body: parseExactJson(body), isPrevious: !isPresent };
}

function isSignedBy(text: string, secret: string, signatureHex: string): boolean {
  const expected = createHmac('sha512', secret).update(text, 'utf8').digest();
  return timingSafeEqual(expected, Buffer.from(signatureHex, 'hex'));
}
