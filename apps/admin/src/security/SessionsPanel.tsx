import { Alert, Box, Button } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { PermittedButton } from '../commands/PermittedButton.tsx';
import { useCommand } from '../commands/useCommand.ts';
import { Panel } from '../fields/Panel.tsx';
import { type ActionInput, callAction } from '../providers/actions.ts';
import { signOut } from '../providers/authClient.ts';
import { trpc } from '../providers/trpc.ts';
import { SessionList } from '../records/SessionList.tsx';
import { plural, t } from '../texts/t.ts';

const KEY = ['own', 'sessions'];

/** The sessions of the signed-in person: end one, or all others. */
export function SessionsPanel() {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: () => trpc.sessions.mine.query() });
  const after = () => void queryClient.invalidateQueries({ queryKey: KEY });
  const one = useCommand(
    (input: ActionInput<'sessions.end'>) => callAction('sessions.end', input),
    () => t('Session ended'),
    after,
  );
  const others = useCommand(
    () => callAction('sessions.endOthers', {}),
    ({ ended }) => plural(ended, { one: '{count} session ended', other: '{count} sessions ended' }),
    after,
  );
  const busy = one.busy || others.busy;
  const hasOthers = data?.data.some(({ isCurrent }) => !isCurrent) ?? false;
  return (
    <Panel title={t('Your sessions')}>
      <SessionList
        label={t('Your sessions')}
        sessions={data?.data}
        error={error}
        onRetry={() => void refetch()}
        action={({ id, isCurrent }) =>
          isCurrent ? (
            <Button size="small" onClick={() => void signOut()}>
              {t('Sign out here')}
            </Button>
          ) : (
            <PermittedButton
              action="sessions.end"
              size="small"
              color="error"
              disabled={busy}
              onClick={() => one.run({ id })}
            >
              {t('End session')}
            </PermittedButton>
          )
        }
      />
      {hasOthers && (
        <Box sx={{ mt: 1 }}>
          <PermittedButton
            action="sessions.endOthers"
            variant="outlined"
            color="error"
            disabled={busy}
            onClick={() => others.run()}
          >
            {t('End all others')}
          </PermittedButton>
        </Box>
      )}
      {(one.error ?? others.error) && (
        <Alert severity="error" sx={{ mt: 1 }}>
          {one.error ?? others.error}
        </Alert>
      )}
    </Panel>
  );
}
