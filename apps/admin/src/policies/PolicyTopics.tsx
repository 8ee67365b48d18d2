import WarningIcon from '@mui/icons-material/WarningAmber';
import { Box } from '@mui/material';
import type { PolicyRules } from '../providers/records.ts';
import { describePolicy } from '../records/describePolicy.ts';
import { t } from '../texts/t.ts';

/** The rules topic by topic, in sentences. */
export function PolicyTopics({ rules }: { rules: PolicyRules }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'minmax(120px, 26%) minmax(0, 1fr)' },
        columnGap: 2,
        rowGap: { xs: 0.25, sm: 1.25 },
      }}
    >
      {describePolicy(rules).map(({ id, title, sentences, isWeak }) => (
        <Box key={id} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'text.secondary', fontSize: { xs: '0.85rem', sm: 'inherit' } }}>
            {title}
          </Box>
          <Box
            component="dd"
            sx={{
              m: 0,
              mb: { xs: 1, sm: 0 },
              minWidth: 0,
              ...(isWeak && { color: 'warning.main', fontWeight: 600 }),
            }}
          >
            {sentences.map((sentence, index) => (
              <Box key={sentence} sx={{ display: 'flex', gap: 0.5, alignItems: 'flex-start' }}>
                {isWeak && index === 0 && (
                  <WarningIcon titleAccess={t('Warning')} sx={{ fontSize: '1.15rem', mt: '1px' }} />
                )}
                <span>{sentence}</span>
              </Box>
            ))}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
