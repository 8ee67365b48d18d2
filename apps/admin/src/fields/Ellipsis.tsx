import { Box } from '@mui/material';

/** Text in one line, cut where the space ends; the whole of it is in the title. */
export function Ellipsis({
  text,
  width = 220,
  mono,
}: {
  text: string;
  width?: number | string;
  mono?: boolean;
}) {
  return (
    <Box
      component="span"
      // Whatever the page's language, it is cut where it ends.
      dir="auto"
      className={mono ? 'mono' : undefined}
      title={text}
      sx={{
        display: 'inline-block',
        maxWidth: width,
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        verticalAlign: 'bottom',
      }}
    >
      {text}
    </Box>
  );
}
