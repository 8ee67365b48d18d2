import { Alert, Box, Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { CopyText } from '../fields/CopyText.tsx';
import { QrCode } from '../fields/QrCode.tsx';
import { authClient } from '../providers/authClient.ts';
import { RecoveryCodeList } from './RecoveryCodeList.tsx';
import { useAuthCall } from './useAuthCall.ts';
import { t } from '../texts/t.ts';

const secretOf = (totpURI: string): string => new URL(totpURI).searchParams.get('secret') ?? '';

interface ConfirmTotpProps {
  totpURI: string;
  backupCodes: readonly string[];
  onDone: () => void;
  onBack: () => void;
}

/** Shows the QR code and the recovery codes; the factor is on after a correct code from the app. */
export function ConfirmTotp({ totpURI, backupCodes, onDone, onBack }: ConfirmTotpProps) {
  const [code, setCode] = useState('');
  const call = useAuthCall();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await call.run(() => authClient.twoFactor.verifyTotp({ code: code.replaceAll(/\s/g, '') }))) onDone();
  };
  return (
    <Box
      component="form"
      onSubmit={(event: FormEvent) => void submit(event)}
      sx={{ display: 'grid', gap: 2 }}
    >
      <div>{t('1. Scan this with your authenticator app, or enter the secret.')}</div>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        <QrCode text={totpURI} label={t('QR code for the authenticator app')} />
        <Box sx={{ flex: '1 1 200px', minWidth: 0 }}>
          <CopyText text={secretOf(totpURI)} label={t('secret')} />
        </Box>
      </Box>
      <div>
        {t('2. Keep these recovery codes in a safe place. Each lets you sign in once if you lose the app.')}
      </div>
      <RecoveryCodeList codes={backupCodes} />
      <div>{t('3. Enter the current code from the app.')}</div>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        <TextField
          label={t('Authentication code')}
          required
          value={code}
          onChange={(event) => setCode(event.target.value)}
          autoComplete="one-time-code"
          slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 7 } }}
        />
        <Button type="submit" variant="contained" disabled={call.busy}>
          {call.busy ? t('Checking…') : t('Turn on')}
        </Button>
        <Button type="button" color="inherit" onClick={onBack}>
          {t('Back')}
        </Button>
      </Box>
      {call.error && <Alert severity="error">{call.error}</Alert>}
    </Box>
  );
}
