import { shortUsd, signedUsd } from './formats.ts';

/** US dollars in figures of equal width; `signed` shows + and − in colour and character. */
export function Usd({ amount, signed, strong }: { amount: string; signed?: boolean; strong?: boolean }) {
  const sign = signed ? (amount.startsWith('-') ? ' is-debit' : ' is-credit') : '';
  return (
    <span className={`amount${sign}${strong ? ' is-strong' : ''}`}>
      {signed ? signedUsd(amount) : shortUsd(amount)}
    </span>
  );
}
