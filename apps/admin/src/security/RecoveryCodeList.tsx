import { Box, Button } from '@mui/material';
import { useState } from 'react';
import { t } from '../texts/t.ts';

/** Recovery codes, shown once: to copy or to download. */
export function RecoveryCodeList({ codes }: { codes: readonly string[] }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(codes.join('\n')).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }} data-secret>
      <Box
        component="ul"
        aria-label={t('Recovery codes')}
        className="mono"
        sx={{
          m: 0,
          p: 1.5,
          listStyle: 'none',
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(130px, 1fr))',
          gap: 0.5,
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
          backgroundColor: 'background.default',
        }}
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <Button type="button" variant="outlined" onClick={copy}>
          {copied ? t('Codes copied') : t('Copy codes')}
        </Button>
        <Button type="button" variant="outlined" onClick={() => download(codes)}>
          {t('Download codes')}
        </Button>
      </Box>
    </Box>
  );
}

function download(codes: readonly string[]): void {
  const text = [
    t('Recovery codes of your Paydesk account at {host}', { host: location.host }),
    t('Created on {date}. Each works once; newer codes replace these.', {
      date: new Date().toISOString().slice(0, 10),
    }),
    '',
    ...codes,
    '',
  ].join('\n');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = Object.assign(document.createElement('a'), {
    href: url,
    download: 'paydesk-recovery-codes.txt',
  });
  link.click();
  URL.revokeObjectURL(url);
}
