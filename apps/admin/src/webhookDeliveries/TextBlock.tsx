import { Box } from '@mui/material';

/** Text as it is, in lines that break where they must; a long one scrolls. */
export const TextBlock = ({ label, text }: { label: string; text: string }) => (
  <Box
    component="pre"
    tabIndex={0}
    role="region"
    aria-label={label}
    sx={{
      m: 0,
      p: 1.5,
      maxHeight: 320,
      overflow: 'auto',
      borderRadius: 1,
      backgroundColor: 'background.default',
      fontSize: '0.8rem',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    }}
  >
    {text}
  </Box>
);
