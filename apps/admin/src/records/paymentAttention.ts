import { t } from '../texts/t.ts';

/** A flag for the person who has to look into it. */
export interface AttentionDetails {
  /** In a few words, for lists. */
  name: string;
  what: string;
  todo: string;
}

const WORDS: Record<string, AttentionDetails> = {
  unknown_status: {
    name: t('Unknown provider status'),
    what: t(
      'The provider reports a status that this desk does not know. Nothing was lowered or credited because of it.',
    ),
    todo: t(
      'Look the payment up at the provider. If the money has arrived, press Refresh in a while or mark the payment completed; else take the flag off.',
    ),
  },
  finished_without_funds: {
    name: t('Finished without money'),
    what: t('The provider calls this payment finished, but names no amount that could be credited.'),
    todo: t(
      'Press Refresh. If the amount stays empty, ask the provider; mark the payment completed only if you have seen the money yourself.',
    ),
  },
  provider_refund_after_credit: {
    name: t('Refunded after the credit'),
    what: t(
      'The provider gave the money back after it had been credited here. The balance was left as it is.',
    ),
    todo: t(
      'If the customer has the money twice now, take it off the balance with an adjustment; then take the flag off.',
    ),
  },
  provider_refund: {
    name: t('Refunded by the provider'),
    what: t('The provider gave money back for a payment that was closed here. No balance moved.'),
    todo: t(
      'Check with the provider what went back and to whom; tell the customer if they ask; then take the flag off.',
    ),
  },
  amount_shrank: {
    name: t('Amount became smaller'),
    what: t('The provider now reports less than was credited. The balance was left as it is.'),
    todo: t(
      'Look the transfer up on the chain. If less really arrived, adjust the balance by the difference; then take the flag off.',
    ),
  },
  paid_after_refund: {
    name: t('Paid after a refund'),
    what: t('Money arrived for a payment that the provider had refunded. Nothing was credited for it.'),
    todo: t(
      'Ask the provider where this money is. If it is with the desk, give it to the customer as an adjustment; then take the flag off.',
    ),
  },
};

/**
 * A payment's flag in plain words, and what to do about it. `unknown_status: x` carries the provider's own
 * word.
 */
export function attentionDetails(flag: string): AttentionDetails {
  const [key = '', detail] = flag.split(/:\s*/, 2);
  const words = WORDS[key];
  if (!words)
    return {
      name: flag.replaceAll('_', ' '),
      what: t('The desk marked this payment: {flag}.', { flag: flag.replaceAll('_', ' ') }),
      todo: t('Look into it, then take the flag off.'),
    };
  return detail ? { ...words, name: `${words.name}: ${detail}` } : words;
}
