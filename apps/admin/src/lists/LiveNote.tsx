import NewIcon from '@mui/icons-material/ArrowUpward';
import { Box, Chip } from '@mui/material';
import { VISUALLY_HIDDEN } from '../theme/visuallyHidden.ts';

interface LiveNoteProps {
  newCount: number;
  isBehind: boolean;
  announcement: string;
  show: () => void;
}

/** Says what has changed in a list, and shows what it holds back. */
export const LiveNote = ({ newCount, isBehind, announcement, show }: LiveNoteProps) => (
  <>
    <Box component="span" role="status" aria-live="polite" sx={VISUALLY_HIDDEN}>
      {announcement}
    </Box>
    {isBehind && (
      <Box
        sx={{ position: 'sticky', top: 60, zIndex: 2, display: 'flex', justifyContent: 'center', height: 0 }}
      >
        <Chip
          component="button"
          type="button"
          clickable
          color="primary"
          size="small"
          icon={<NewIcon />}
          label={newCount > 0 ? `${newCount} new – show` : 'The list has changed – show'}
          onClick={show}
          sx={{ mt: 0.5, boxShadow: 2 }}
        />
      </Box>
    )}
  </>
);
