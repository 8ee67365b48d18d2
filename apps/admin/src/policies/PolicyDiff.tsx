import { Box } from '@mui/material';
import { Badge } from '../fields/Badge.tsx';
import type { PolicyRules } from '../providers/records.ts';
import { policyChanges } from './policyChanges.ts';

/**
 * What changes from one set of rules to another, in sentences: the old one struck out, the new one under it.
 */
export function PolicyDiff({
  before,
  after,
  none = 'Both say the same.',
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
      aria-label="Changes"
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
            {change.weakens && <Badge color="warning">Takes a safeguard away</Badge>}
          </Box>
          <Side kind="del" sentences={change.before} />
          <Side kind="ins" sentences={change.after} />
        </li>
      ))}
    </Box>
  );
}

const LOOKS = {
  del: { sign: '−', words: 'Before:', sx: { color: 'text.secondary', textDecoration: 'line-through' } },
  ins: { sign: '+', words: 'After:', sx: { textDecoration: 'none' } },
} as const;

function Side({ kind, sentences }: { kind: 'del' | 'ins'; sentences: readonly string[] }) {
  const { sign, words, sx } = LOOKS[kind];
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '16px minmax(0, 1fr)' }}>
      <span aria-hidden>{sign}</span>
      <Box component={kind} sx={sx}>
        <Box
          component="span"
          sx={{
            position: 'absolute',
            width: '1px',
            height: '1px',
            overflow: 'hidden',
            clipPath: 'inset(50%)',
          }}
        >
          {words}{' '}
        </Box>
        {sentences.join(' ')}
      </Box>
    </Box>
  );
}
