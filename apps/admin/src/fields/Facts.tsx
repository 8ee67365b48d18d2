import { Box } from '@mui/material';
import type { ReactNode } from 'react';

/** A name and its value; a value of null, undefined, false or '' leaves the pair out. */
export type Fact = readonly [name: string, value: ReactNode];

/** Names and values in two columns. */
export function Facts({ facts, dense }: { facts: readonly Fact[]; dense?: boolean }) {
  const shown = facts.filter(
    ([, value]) => value !== null && value !== undefined && value !== false && value !== '',
  );
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: 'minmax(96px, 34%) minmax(0, 1fr)',
        columnGap: { xs: 1.5, sm: 2 },
        rowGap: dense ? 0.5 : 0.9,
      }}
    >
      {shown.map(([name, value]) => (
        <Box key={name} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {name}
          </Box>
          <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
            {typeof value === 'string' ? <bdi>{value}</bdi> : value}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
