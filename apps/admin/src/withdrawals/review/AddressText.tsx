import CheckIcon from '@mui/icons-material/Check';
import CopyIcon from '@mui/icons-material/ContentCopy';
import { Box, Button } from '@mui/material';
import { useEffect, useState } from 'react';
import { addressGroups } from './compareAddresses.ts';
import { VISUALLY_HIDDEN } from '../../theme/visuallyHidden.ts';
import { t } from '../../texts/t.ts';

const COPIED_MS = 2000;

/**
 * A full address in groups of four that are easy to compare; the beginning and the end stand out. Copied text
 * has no gaps.
 */
export function AddressText({ address, small }: { address: string; small?: boolean }) {
  const groups = addressGroups(address.split(''), address).map((group) => group.join(''));
  const begins = groups[0] === '0x' ? 1 : 0;
  // A short last group alone would show too little of the end.
  const ends = groups.length - ((groups.at(-1) ?? '').length < 4 ? 2 : 1);
  return (
    <Box
      component="span"
      className="mono"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: '0.6em',
        rowGap: '0.15em',
        fontSize: small ? '0.92rem' : '1.08rem',
        lineHeight: 1.5,
        overflowWrap: 'normal',
      }}
    >
      {groups.map((group, index) => (
        // The gaps are space between boxes: selecting the text gives the address as it is.
        <Box component="span" key={index} sx={{ fontWeight: index <= begins || index >= ends ? 750 : 450 }}>
          {group}
        </Box>
      ))}
    </Box>
  );
}

/** Copies a text and confirms it, visibly and to screen readers. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <>
      <Button
        variant="outlined"
        color="inherit"
        startIcon={copied ? <CheckIcon color="success" /> : <CopyIcon />}
        onClick={copy}
        aria-label={t('Copy {what}', { what })}
      >
        {copied ? t('Copied') : t('Copy')}
      </Button>
      <Box component="span" role="status" sx={VISUALLY_HIDDEN}>
        {copied ? t('{what} copied', { what }) : ''}
      </Box>
    </>
  );
}
