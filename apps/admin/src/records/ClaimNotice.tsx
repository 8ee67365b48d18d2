import { Alert } from '@mui/material';
import type { ClaimSubject } from '@paydesk/types/rules';
import type { ReactNode } from 'react';
import { DialogNoticeProvider } from '../commands/dialogNotice.ts';
import { TimeText } from '../fields/TimeText.tsx';
import { useClaim } from './useClaims.ts';

interface ClaimNoticeProps {
  subjectKind: ClaimSubject;
  subjectId: string;
}

/** A page whose dialogs say that a colleague works on the same. They can decide all the same. */
export const WithClaimNotice = ({ children, ...subject }: ClaimNoticeProps & { children: ReactNode }) => (
  <DialogNoticeProvider value={<ClaimNotice {...subject} />}>{children}</DialogNoticeProvider>
);

function ClaimNotice({ subjectKind, subjectId }: ClaimNoticeProps) {
  const claim = useClaim(subjectKind, subjectId);
  if (claim === null || claim.isOwn) return null;
  return (
    <Alert severity="warning" variant="outlined" sx={{ py: 0 }}>
      <strong>{claim.staff.name}</strong> has taken this <TimeText at={claim.claimedAt} ago />.
    </Alert>
  );
}
