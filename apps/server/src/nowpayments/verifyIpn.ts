import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseExactJson } from './exactJson.ts';
import { readProviderReport } from './providerReport.ts';
import type { ProviderReport } from './providerReport.ts';
import { signedForms } from './signedForms.ts';

interface Ipn {
  /** The body's bytes, before any parser touched them. */
  rawBody: string | Buffer;
  /** Header `x-nowpayments-sig`. */
  signature: string | undefined;
  secret: string;
}

export type IpnVerdict =
  | { ok: true; report: ProviderReport }
  | { ok: false; reason: 'MISSING_SIGNATURE' | 'BAD_SIGNATURE' | 'BAD_JSON' | 'NOT_A_PAYMENT' };

/**
 * Whether a webhook was signed with our secret, and what it says (facts, section 7.3). The report is read from the very
 * text that was signed, so that no second reading of the body can differ from what was checked. With an empty secret
 * nothing verifies.
 */
export function verifyIpn({ rawBody, signature, secret }: Ipn): IpnVerdict {
  const given = signature?.trim();
  if (!given) return { ok: false, reason: 'MISSING_SIGNATURE' };
  if (!/^[0-9a-f]{128}$/i.test(given) || secret.trim() === '') return { ok: false, reason: 'BAD_SIGNATURE' };

  const forms = signedForms(typeof rawBody === 'string' ? rawBody : rawBody.toString('utf8'));
  if (forms === null) return { ok: false, reason: 'BAD_JSON' };
  const form = forms.find(({ signed }) => isSignedBy(signed, secret.trim(), given));
  if (form === undefined) return { ok: false, reason: 'BAD_SIGNATURE' };

  const report = readProviderReport(parseExactJson(form.meaning));
  return report === null ? { ok: false, reason: 'NOT_A_PAYMENT' } : { ok: true, report };
}

function isSignedBy(text: string, secret: string, signatureHex: string): boolean {
  const expected = createHmac('sha512', secret).update(text, 'utf8').digest();
  return timingSafeEqual(expected, Buffer.from(signatureHex, 'hex'));
}
