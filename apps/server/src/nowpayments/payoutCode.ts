import { base32nopad } from '@scure/base';
import { totpCode } from '../base/totp.ts';

/**
 * The account's code of one 30-second step: standard, six digits (facts 8). `secret` is base32 in capitals,
 * without padding; throws for anything else.
 */
export const payoutCode = (secret: string, step: number): string =>
  totpCode(base32nopad.decode(secret), step);
