import { STATUS_COLORS } from '@paydesk/design';
import { Box } from '@mui/material';
import type { BadgeColor } from '@paydesk/types/rules';
import { useColorScheme } from '../theme/colorScheme.ts';

/** A word on a tinted ground; the colour repeats what the word says. */
export function Badge({ color, children }: { color: BadgeColor; children: string }) {
  const { ink, ground } = STATUS_COLORS[useColorScheme()][color];
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-block',
        px: 1,
        py: '1px',
        borderRadius: 5,
        color: ink,
        backgroundColor: ground,
        fontSize: '0.8rem',
        fontWeight: 600,
        whiteSpace: 'nowrap',
        lineHeight: 1.6,
      }}
    >
      {children}
    </Box>
  );
}
