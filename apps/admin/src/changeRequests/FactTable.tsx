import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import type { ChangeRequest } from '../providers/records.ts';
import { VISUALLY_HIDDEN } from '../theme/visuallyHidden.ts';
import { factLabel } from './factLabel.ts';
import { factLines } from './factLines.ts';
import { useServerSentence } from '../texts/serverSentence.ts';
import { asWritten, t } from '../texts/t.ts';

type Fact = ChangeRequest['facts'][number];

/** Each value that changes: before and after, or only the new one. */
export function FactTable({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <Box
      component="ul"
      aria-label={t('Changes')}
      sx={{ listStyle: 'none', m: 0, p: 0, '& > li + li': { borderTop: 1, borderColor: 'divider' } }}
    >
      {facts.map((fact) => (
        <Box
          component="li"
          key={fact.label}
          sx={{
            py: 0.9,
            display: 'grid',
            columnGap: 2,
            rowGap: 0.25,
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'minmax(120px, 34%) minmax(0, 1fr)' },
          }}
        >
          <Box sx={{ color: 'text.secondary' }}>{factLabel(fact.label) ?? asWritten(fact.label)}</Box>
          <Values fact={fact} />
        </Box>
      ))}
    </Box>
  );
}

function Values({ fact }: { fact: Fact }) {
  // Draws the words of the server again when their translations are there.
  useServerSentence();
  const { removed, added, kept } = factLines(fact);
  return (
    <Box sx={{ display: 'grid', gap: 0.25, minWidth: 0, overflowWrap: 'anywhere' }}>
      {removed.map((text) => (
        <Line key={`- ${text}`} kind="del" label={t('Before:')}>
          {text}
        </Line>
      ))}
      {added.map((text) => (
        <Line key={`+ ${text}`} kind="ins" label={fact.before === null ? '' : t('After:')}>
          {text}
        </Line>
      ))}
      {kept.length > 0 && (
        <Box sx={{ color: 'text.secondary' }}>{t('Unchanged: {values}', { values: kept.join(', ') })}</Box>
      )}
    </Box>
  );
}

const Line = ({ kind, label, children }: { kind: 'del' | 'ins'; label: string; children: ReactNode }) => (
  <Box
    component={kind}
    sx={{
      textDecoration: kind === 'del' ? 'line-through' : 'none',
      color: kind === 'del' ? 'text.secondary' : 'text.primary',
      fontWeight: kind === 'ins' ? 600 : 400,
      fontVariantNumeric: 'tabular-nums',
    }}
  >
    {label && (
      <Box component="span" sx={VISUALLY_HIDDEN}>
        {label}{' '}
      </Box>
    )}
    <bdi>{children}</bdi>
  </Box>
);
