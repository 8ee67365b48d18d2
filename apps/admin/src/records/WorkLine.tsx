import { Box } from '@mui/material';
import { CLAIM_PERMISSIONS, type ClaimSubject, type Viewer } from '@paydesk/types/rules';
import type { ReactNode } from 'react';
import { TimeText } from '../fields/TimeText.tsx';
import { useMay } from '../providers/permissions.ts';
import type { Claim } from '../providers/records.ts';
import { useViewers } from '../providers/viewers.ts';
import { ClaimButtons } from './ClaimButtons.tsx';
import { PersonMark } from './PersonMark.tsx';
import { useClaim } from './useClaims.ts';
import { useReportPresence } from './useReportPresence.ts';

interface WorkLineProps {
  subjectKind: ClaimSubject;
  subjectId: string;
  /** It still waits for someone: only then it can be taken. */
  isOpen: boolean;
}

/** Under the heading of a page: who else looks at it now, who works on it, and the buttons to take it. */
export function WorkLine({ subjectKind, subjectId, isOpen }: WorkLineProps) {
  useReportPresence(subjectKind, subjectId);
  const viewers = useViewers(subjectKind, subjectId);
  const claim = useClaim(subjectKind, subjectId);
  const mayTake = useMay()(CLAIM_PERMISSIONS[subjectKind].take);
  const isShown = viewers.length > 0 || claim !== null || (isOpen && mayTake);
  return (
    <Box
      role="group"
      aria-label="People on this page"
      sx={{
        display: isShown ? 'flex' : 'none',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 2,
        rowGap: 0.75,
        mt: -0.5,
        mb: 2,
        minHeight: 32,
        fontSize: '0.9rem',
      }}
    >
      <Box aria-live="polite" sx={{ display: 'contents' }}>
        {claim && <ClaimText claim={claim} isOwn={claim.isOwn} />}
        {viewers.length > 0 && <LookingText viewers={viewers} />}
      </Box>
      {isOpen && mayTake && (
        <ClaimButtons
          subjectKind={subjectKind}
          subjectId={subjectId}
          claim={claim}
          isOwn={claim?.isOwn ?? false}
        />
      )}
    </Box>
  );
}

const Line = ({ marks, children }: { marks: ReactNode; children: ReactNode }) => (
  <Box sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, minWidth: 0 }}>
    <Box sx={{ display: 'inline-flex', flex: 'none', '& > * + *': { ml: -0.75 } }}>{marks}</Box>
    <span>{children}</span>
  </Box>
);

const ClaimText = ({ claim, isOwn }: { claim: Claim; isOwn: boolean }) => (
  <Line marks={<PersonMark name={claim.staff.name} filled />}>
    {isOwn ? 'You have' : <strong>{claim.staff.name}</strong>}
    {isOwn ? ' taken this ' : ' has taken this '}
    <TimeText at={claim.claimedAt} ago />
    {claim.handedBy && `, handed over by ${claim.handedBy.name}`}
  </Line>
);

const MARKS_SHOWN = 4;

function LookingText({ viewers }: { viewers: readonly Viewer[] }) {
  const names = viewers.map(({ name }) => name);
  const shown = names.length <= 2 ? names.join(' and ') : `${names.length} colleagues`;
  return (
    <Line
      marks={names.slice(0, MARKS_SHOWN).map((name) => (
        <PersonMark key={name} name={name} />
      ))}
    >
      <span title={names.join(', ')}>
        {shown} {names.length === 1 ? 'is' : 'are'} looking at this now
      </span>
    </Line>
  );
}
