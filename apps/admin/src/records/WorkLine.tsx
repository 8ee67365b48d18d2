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
import { plural, t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

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
      aria-label={t('People on this page')}
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
    <Rich
      text={claimText(isOwn, claim.handedBy?.name)}
      tags={{
        name: () => <strong>{claim.staff.name}</strong>,
        time: () => <TimeText at={claim.claimedAt} ago />,
        by: () => claim.handedBy?.name,
      }}
    />
  </Line>
);

function claimText(isOwn: boolean, handedBy: string | undefined): string {
  if (handedBy === undefined)
    return isOwn ? t('You have taken this <time></time>') : t('<name></name> has taken this <time></time>');
  return isOwn
    ? t('You have taken this <time></time>, handed over by <by></by>')
    : t('<name></name> has taken this <time></time>, handed over by <by></by>');
}

const MARKS_SHOWN = 4;

function LookingText({ viewers }: { viewers: readonly Viewer[] }) {
  const names = viewers.map(({ name }) => name);
  return (
    <Line
      marks={names.slice(0, MARKS_SHOWN).map((name) => (
        <PersonMark key={name} name={name} />
      ))}
    >
      <span title={names.join(', ')}>{lookingText(names)}</span>
    </Line>
  );
}

function lookingText(names: readonly string[]): string {
  const [one = '', other = ''] = names;
  if (names.length === 1) return t('{name} is looking at this now', { name: one });
  if (names.length === 2) return t('{one} and {other} are looking at this now', { one, other });
  return plural(names.length, {
    one: '{count} colleague is looking at this now',
    other: '{count} colleagues are looking at this now',
  });
}
