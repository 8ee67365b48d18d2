import { Box, Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';

/** Asks for the password before something that matters. */
export function PasswordForm({ label, busy, danger, onSubmit }: { label: string; busy: boolean; danger?: boolean; onSubmit: (password: string) => void }) {
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(password);
    setPassword('');
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
      <TextField type="password" label="Password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />
      <Button type="submit" variant={danger ? 'outlined' : 'contained'} color={danger ? 'error' : 'primary'} disabled={busy}>{busy ? 'Checking…' : label}</Button>
    </Box>
  );
}
