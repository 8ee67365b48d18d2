import { Box } from '@mui/material';
import { encode } from 'uqr';

/**
 * Draws the code on this machine: what it holds never leaves for a third party. Always dark on white, as
 * scanners expect.
 */
export function QrCode({ text, label, size = 180 }: { text: string; label: string; size?: number }) {
  const { data, size: modules } = encode(text, { ecc: 'M', border: 2 });
  return (
    <Box
      component="svg"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${modules} ${modules}`}
      shapeRendering="crispEdges"
      sx={{ width: size, maxWidth: '100%', height: 'auto', borderRadius: 1, display: 'block' }}
    >
      <rect width={modules} height={modules} fill="#fff" />
      <path
        d={data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')}
        fill="#000"
      />
    </Box>
  );
}
