import { Box } from '@mui/material';
import { Badge } from '../fields/Badge.tsx';
import type { PolicyRules } from '../providers/records.ts';
import { VISUALLY_HIDDEN } from '../theme/visuallyHidden.ts';
import { policyChanges } from './policyChanges.ts';
import { t } from '../texts/t.ts';

/**
 * The changes from one set of rules to another, in sentences: the old one struck out, the new one below.
 */
export function PolicyDiff({
  before,
  after,
  none = t('No differences.'),
}: {
  before: PolicyRules;
  after: PolicyRules;
  none?: string;
}) {
  const changes = policyChanges(before, after);
  if (changes.length === 0) return <Box sx={{ color: 'text.secondary' }}>{none}</Box>;
  return (
    <Box
      component="ul"
      aria-label={t('Changes')}
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}
    >
      {changes.map((change) => (
        <li key={change.id}>
          <Box
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              gap: 1,
              alignItems: 'center',
              fontWeight: 650,
              mb: 0.25,
            }}
          >
            {change.title}
            {change.weakens && <Badge color="warning">{t('Removes a safeguard')}</Badge>}
          </Box>
          <Side kind="del" sentences={change.before} />
          <Side kind="ins" sentences={change.after} />
        </li>
      ))}
    </Box>
  );
}

const SIDES = {
  del: { sign: '−', label: t('Before:'), sx: { color: 'text.secondary', textDecoration: 'line-through' } },
  ins: { sign: '+', label: t('After:'), sx: { textDecoration: 'none' } },
} as const;

function Side({ kind, sentences }: { kind: 'del' | 'ins'; sentences: readonly string[] }) {
  const { sign, label, sx } = SIDES[kind];
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '16px minmax(0, 1fr)' }}>
      <span aria-hidden>{sign}</span>
      <Box component={kind} sx={sx}>
        <Box component="span" sx={VISUALLY_HIDDEN}>
          {label}{' '}
        </Box>
        {sentences.join(' ')}
      </Box>
    </Box>
  );
}
