import { Box } from '@mui/material';

/** A count that should be 0, and is red when it is not. */
export const Unexplained = ({ count }: { count: number }) => (
  <Box component="span" sx={count > 0 ? { color: 'error.main', fontWeight: 650 } : {}}>
    {count.toLocaleString('en-US')}
  </Box>
);
