import { Alert, Box, Button, TextField } from '@mui/material';
import { MIN_PASSWORD_LENGTH } from '@paydesk/types/rules';
import { type FormEvent, useEffect, useState } from 'react';
import { useNotify } from 'react-admin';
import { Panel } from '../fields/Panel.tsx';
import { authClient, onSessionEnded } from '../providers/authClient.ts';
import { useAuthCall } from './useAuthCall.ts';
import { t } from '../texts/t.ts';

/** Changes the password and ends every other session of the account. */
export function ChangePassword() {
  const notify = useNotify();
  const call = useAuthCall();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  useEffect(
    () =>
      onSessionEnded(() => {
        setCurrent('');
        setNext('');
        return false;
      }),
    [],
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const data = await call.run(() =>
      authClient.changePassword({ currentPassword: current, newPassword: next, revokeOtherSessions: true }),
    );
    if (!data) return;
    setCurrent('');
    setNext('');
    notify(t('Password changed. Your other sessions were ended.'), { type: 'success' });
  };
  return (
    <Panel title={t('Change password')}>
      <Box
        component="form"
        onSubmit={(event: FormEvent) => void submit(event)}
        sx={{ display: 'grid', gap: 1.5, maxWidth: 360, pt: 1 }}
      >
        <TextField
          type="password"
          label={t('Current password')}
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <TextField
          type="password"
          label={t('New password')}
          autoComplete="new-password"
          required
          helperText={t('At least {minPasswordLength} characters.', {
            minPasswordLength: MIN_PASSWORD_LENGTH,
          })}
          value={next}
          onChange={(event) => setNext(event.target.value)}
          slotProps={{ htmlInput: { minLength: MIN_PASSWORD_LENGTH } }}
        />
        <div>
          <Button type="submit" variant="outlined" disabled={call.busy}>
            {call.busy ? t('Changing…') : t('Change password')}
          </Button>
        </div>
      </Box>
      {call.error && (
        <Alert severity="error" sx={{ mt: 1 }}>
          {call.error}
        </Alert>
      )}
    </Panel>
  );
}
