import { Alert } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CommandButton } from '../commands/CommandButton.tsx';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { PermittedButton } from '../commands/PermittedButton.tsx';
import { useCommand } from '../commands/useCommand.ts';
import { Panel } from '../fields/Panel.tsx';
import { type ActionInput, callAction } from '../providers/actions.ts';
import type { Staff } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { SessionList } from '../records/SessionList.tsx';
import { plural, t } from '../texts/t.ts';

/** The sessions of a member of staff, for admins: end one, or all. */
export function MemberSessions({ person }: { person: Staff }) {
  const queryClient = useQueryClient();
  const key = ['staff', 'sessions', person.id];
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => trpc.staff.sessions.query({ id: person.id }),
  });
  const after = () => void queryClient.invalidateQueries({ queryKey: key });
  const end = useCommand(
    (input: ActionInput<'staff.endSession'>) => callAction('staff.endSession', input),
    () => t('Session ended'),
    after,
  );
  return (
    <Panel
      title={t('Sessions')}
      action={(data?.data.length ?? 0) > 0 && <EndAllButton person={person} onDone={after} />}
    >
      <SessionList
        label={t('Sessions of {name}', { name: person.name })}
        sessions={data?.data}
        error={error}
        onRetry={() => void refetch()}
        action={({ id }) => (
          <PermittedButton
            action="staff.endSession"
            size="small"
            color="error"
            disabled={end.busy}
            onClick={() => end.run({ id: person.id, sessionId: id })}
          >
            {t('End session')}
          </PermittedButton>
        )}
      />
      {end.error && (
        <Alert severity="error" sx={{ mt: 1 }}>
          {end.error}
        </Alert>
      )}
    </Panel>
  );
}

function EndAllButton({ person, onDone }: { person: Staff; onDone: () => void }) {
  return (
    <CommandButton
      label={t('End all')}
      variant="text"
      color="error"
      action="staff.endSessions"
      dialog={(close) => (
        <ActionDialog
          title={t('End all sessions of this person?')}
          explain={t(
            'The person is signed out in every browser with the next request, and can sign in again.',
          )}
          facts={[[t('Person'), `${person.name} (${person.email})`]]}
          confirmLabel={t('End all sessions')}
          danger
          action="staff.endSessions"
          input={() => ({ id: person.id })}
          done={({ ended }) =>
            plural(ended, { one: '{count} session ended', other: '{count} sessions ended' })
          }
          onDone={onDone}
          close={close}
        />
      )}
    />
  );
}
