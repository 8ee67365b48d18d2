import { Box, Tooltip } from '@mui/material';
import type { ClaimSubject } from '@paydesk/types/rules';
import { useViewers } from '../providers/viewers.ts';
import { VISUALLY_HIDDEN } from '../theme/visuallyHidden.ts';
import { PersonMark } from './PersonMark.tsx';
import { useClaim } from './useClaims.ts';

/** In a list: who has taken the row, and a dot while others look at it. Nothing where no one does. */
export function RowPeople({ subjectKind, subjectId }: { subjectKind: ClaimSubject; subjectId: string }) {
  const claim = useClaim(subjectKind, subjectId);
  const viewers = useViewers(subjectKind, subjectId);
  if (claim === null && viewers.length === 0) return null;
  const taken = claim && (claim.isOwn ? 'You have taken it' : `${claim.staff.name} has taken it`);
  const looking = viewers.length > 0 && `${viewers.map(({ name }) => name).join(', ')} looking at it now`;
  const text = [taken, looking].filter(Boolean).join('. ');
  return (
    <Tooltip title={text}>
      <Box
        component="span"
        sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, ml: 0.75, flex: 'none' }}
      >
        {claim && <PersonMark name={claim.staff.name} size={20} filled={claim.isOwn} />}
        {viewers.length > 0 && (
          <Box
            component="span"
            aria-hidden
            sx={{ width: 8, height: 8, borderRadius: '50%', backgroundColor: 'success.main' }}
          />
        )}
        <Box component="span" sx={VISUALLY_HIDDEN}>
          {text}
        </Box>
      </Box>
    </Tooltip>
  );
}
