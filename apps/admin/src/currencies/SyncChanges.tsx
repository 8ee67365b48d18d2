import { Box } from '@mui/material';
import type { CurrencySync } from '../providers/records.ts';

/** What a sync would change, by name. */
export function SyncChanges({ plan }: { plan: CurrencySync }) {
  const parts = [
    { name: 'New', codes: plan.created, hint: 'inactive until you activate them' },
    { name: 'Updated', codes: plan.updated, hint: 'what staff decided is kept' },
    { name: 'No longer listed', codes: plan.missing, hint: 'kept as they are, unless you choose below' },
  ];
  return (
    <>
      <p>{`The provider lists ${plan.seen} currencies; ${plan.unchanged} are as we have them. Nothing has been changed yet.`}</p>
      {parts.map(({ name, codes, hint }) => (
        <Box component="details" key={name} open={codes.length > 0 && codes.length <= 20} sx={{ mb: 1 }}>
          <summary>{`${name}: ${codes.length}`}</summary>
          <Box sx={{ color: 'text.secondary', fontSize: '0.88rem', maxHeight: 160, overflow: 'auto' }}>
            {codes.length > 0 ? `${codes.join(', ')} (${hint})` : 'none'}
          </Box>
        </Box>
      ))}
    </>
  );
}
