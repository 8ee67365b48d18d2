import { Box } from '@mui/material';

/** A value as JSON, folded away until it is opened. */
export function JsonDetails({ label, value }: { label: string; value: unknown }) {
  return (
    <Box component="details" sx={{ '& summary': { cursor: 'pointer', color: 'text.secondary' } }}>
      <summary>{label}</summary>
      <Box
        component="pre"
        tabIndex={0}
        aria-label={label}
        sx={{
          m: 0,
          mt: 1,
          p: 1.5,
          maxHeight: 360,
          overflow: 'auto',
          borderRadius: 1,
          backgroundColor: 'background.default',
          fontSize: '0.8rem',
        }}
      >
        {JSON.stringify(value, null, 2)}
      </Box>
    </Box>
  );
}
