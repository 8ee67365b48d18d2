import { Alert } from '@mui/material';
import { CLAIM_PERMISSIONS, type ClaimSubject } from '@paydesk/types/rules';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { PermittedButton } from '../commands/PermittedButton.tsx';
import { useCommand } from '../commands/useCommand.ts';
import { callMutation } from '../providers/actions.ts';
import type { Claim } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { t } from '../texts/t.ts';

interface ClaimButtonsProps {
  subjectKind: ClaimSubject;
  subjectId: string;
  /** Who works on it; null: no one. */
  claim: Claim | null;
  isOwn: boolean;
}

/** Takes the row, takes it over, releases it or hands it over. */
export function ClaimButtons({ subjectKind, subjectId, claim, isOwn }: ClaimButtonsProps) {
  const queryClient = useQueryClient();
  const [dialog, setDialog] = useState<'takeOver' | 'handOver' | null>(null);
  const subject = { subjectKind, subjectId };
  const reload = () => void queryClient.invalidateQueries({ queryKey: ['claims'] });
  const close = () => setDialog(null);
  const take = useCommand(() => callMutation('claims.take', { ...subject, from: null }), null, reload);
  const release = useCommand(
    () => callMutation('claims.release', subject),
    () => t('Released.'),
    reload,
  );
  const permission = CLAIM_PERMISSIONS[subjectKind].take;
  const failed = take.error ?? release.error;
  return (
    <>
      {claim === null && (
        <PermittedButton
          action="claims.take"
          permission={permission}
          size="small"
          variant="outlined"
          disabled={take.busy}
          onClick={() => take.run()}
        >
          {t('Take this')}
        </PermittedButton>
      )}
      {claim !== null && isOwn && (
        <>
          <PermittedButton
            action="claims.release"
            permission={permission}
            size="small"
            color="inherit"
            disabled={release.busy}
            onClick={() => release.run()}
          >
            {t('Release')}
          </PermittedButton>
          <PermittedButton
            action="claims.handOver"
            permission={permission}
            size="small"
            color="inherit"
            onClick={() => setDialog('handOver')}
          >
            {t('Hand over…')}
          </PermittedButton>
        </>
      )}
      {claim !== null && !isOwn && (
        <PermittedButton
          action="claims.take"
          permission={permission}
          size="small"
          color="inherit"
          onClick={() => setDialog('takeOver')}
        >
          {t('Take over…')}
        </PermittedButton>
      )}
      {failed && (
        <Alert severity="error" sx={{ py: 0 }}>
          {failed}
        </Alert>
      )}
      {dialog === 'takeOver' && claim && (
        <ActionDialog
          action="claims.take"
          input={() => ({ ...subject, from: claim.staff.id })}
          title={t('Take over')}
          explain={t('You work on it from now on, instead of {name}. Nothing else changes.', {
            name: claim.staff.name,
          })}
          confirmLabel={t('Take over')}
          done={t('Taken.')}
          onDone={reload}
          close={close}
        />
      )}
      {dialog === 'handOver' && <HandOver {...subject} onDone={reload} close={close} />}
    </>
  );
}

interface HandOverProps {
  subjectKind: ClaimSubject;
  subjectId: string;
  onDone: () => void;
  close: () => void;
}

function HandOver({ onDone, close, ...subject }: HandOverProps) {
  const { subjectKind } = subject;
  const { data, error } = useQuery({
    queryKey: ['claims', 'colleagues', subjectKind],
    queryFn: () => trpc.claims.colleagues.query({ subjectKind }),
  });
  if (!data && !error) return null;
  const colleagues = data?.data ?? [];
  return (
    <ActionDialog
      action="claims.handOver"
      input={({ to = '' }) => ({ ...subject, to })}
      title={t('Hand over')}
      explain={
        error
          ? t('The colleagues could not be loaded. Close this and try again.')
          : colleagues.length === 0
            ? t('No colleague can decide on this.')
            : t('Your colleague finds it under the bell. You no longer have it.')
      }
      fields={[
        {
          name: 'to',
          label: t('To'),
          required: true,
          options: colleagues,
        },
      ]}
      confirmLabel={t('Hand over')}
      done={t('Handed over.')}
      onDone={onDone}
      close={close}
    />
  );
}
