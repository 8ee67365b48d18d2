import { shortUsd, signedUsd } from './formats.ts';

/** US dollars in figures of equal width; `signed` shows + and − in colour and character. */
export function Usd({ amount, signed, strong }: { amount: string; signed?: boolean; strong?: boolean }) {
  const sign = amount.startsWith('-') ? 'is-debit' : 'is-credit';
  const classes = ['amount', signed && sign, strong && 'is-strong'];
  return (
    <span className={classes.filter(Boolean).join(' ')}>{signed ? signedUsd(amount) : shortUsd(amount)}</span>
  );
}
