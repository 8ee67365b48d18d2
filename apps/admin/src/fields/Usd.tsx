import { Box } from '@mui/material';
import { shortUsd, signedUsd } from './formats.ts';

/** US dollars in figures of equal width; `signed` shows + and − in colour and character. */
export function Usd({ amount, signed, strong }: { amount: string; signed?: boolean; strong?: boolean }) {
  const debit = amount.startsWith('-');
  const color = signed ? (debit ? 'error.main' : 'success.main') : 'inherit';
  return (
    <Box
      component="span"
      className="amount"
      sx={{
        fontVariantNumeric: 'tabular-nums',
        whiteSpace: 'nowrap',
        color,
        fontWeight: strong ? 650 : undefined,
      }}
    >
      {signed ? signedUsd(amount) : shortUsd(amount)}
    </Box>
  );
}
