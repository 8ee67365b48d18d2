import { Decimal } from './money.ts';

/** The part of a policy that says which withdrawals need a passkey. */
export interface PolicyBands {
  /** Amount bands, the lowest first. */
  approvals: readonly { fromUsd: string }[];
}

/**
 * From this amount on, in US dollars, approving, paying out and recording a payment need a passkey: where the highest
 * band begins. A policy with one band asks for a passkey for every amount. Nothing of a code can be checked later; a
 * passkey's signature can. The database computes the same (`passkey_from_usd`).
 */
export const passkeyFromUsd = ({ approvals }: PolicyBands): string => approvals.at(-1)?.fromUsd ?? '0.00';

/** Whether a withdrawal of this amount needs a passkey, of everyone who is asked for a second factor. */
export const needsPasskey = (rules: PolicyBands, amountUsd: string): boolean =>
  new Decimal(amountUsd).greaterThanOrEqualTo(passkeyFromUsd(rules));
