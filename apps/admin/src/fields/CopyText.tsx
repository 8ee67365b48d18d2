import CheckIcon from '@mui/icons-material/Check';
import CopyIcon from '@mui/icons-material/ContentCopy';
import { Box, IconButton, Tooltip } from '@mui/material';
import { useEffect, useState } from 'react';
import { ExternalLink } from './links.tsx';
import { VISUALLY_HIDDEN } from '../theme/visuallyHidden.ts';
import { t } from '../texts/t.ts';

interface CopyTextProps {
  text: string;
  /** Names it for screen readers: "address". */
  label: string;
  /** How it is written where that is not what is copied. */
  shown?: string;
}

/** A value such as an address in full, with a button that copies it. */
export function CopyText({ text, label, shown = text }: CopyTextProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    );

  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, maxWidth: '100%' }}>
      <Box component="span" className="mono" sx={{ overflowWrap: 'anywhere' }}>
        {shown}
      </Box>
      <Tooltip title={copied ? t('Copied') : t('Copy {label}', { label })}>
        <IconButton size="small" aria-label={t('Copy {label}', { label })} onClick={copy}>
          {copied ? <CheckIcon fontSize="inherit" color="success" /> : <CopyIcon fontSize="inherit" />}
        </IconButton>
      </Tooltip>
      <span role="status" style={VISUALLY_HIDDEN}>
        {copied ? t('{label} copied', { label }) : ''}
      </span>
    </Box>
  );
}

/** A hash on the chain, with the explorer where one is known. */
export function ChainHash({ hash, explorerLink }: { hash: string | null; explorerLink: string | null }) {
  if (hash === null) return <span>–</span>;
  return (
    <>
      <CopyText text={hash} label={t('transaction hash')} />
      {explorerLink && (
        <div>
          <ExternalLink href={explorerLink}>{t('Look it up on the chain')}</ExternalLink>
        </div>
      )}
    </>
  );
}
