import { Alert } from '@mui/material';
import type { ClaimSubject } from '@paydesk/types/rules';
import type { ReactNode } from 'react';
import { DialogNoticeProvider } from '../commands/dialogNotice.ts';
import { TimeText } from '../fields/TimeText.tsx';
import { useClaim } from './useClaims.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

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
      <Rich
        text={t('<name></name> has taken this <time></time>.')}
        tags={{
          name: () => <strong>{claim.staff.name}</strong>,
          time: () => <TimeText at={claim.claimedAt} ago />,
        }}
      />
    </Alert>
  );
}
