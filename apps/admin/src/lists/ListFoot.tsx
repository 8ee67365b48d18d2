import { Box, Button } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import { Usd } from '../fields/Usd.tsx';
import { useFirstPageShown } from '../providers/firstPage.ts';
import { isSummed, listTotals } from '../providers/listTotals.ts';
import type { Totals } from '../providers/records.ts';
import { countText } from './ListPagination.tsx';
import { plural, t } from '../texts/t.ts';

const NAMES: Readonly<Record<string, string>> = {
  amountUsd: t('Amount'),
  actualAmountUsd: t('Received'),
  creditedAmountUsd: t('Credited'),
  inFlightAmountUsd: t('In flight'),
  suspenseAmountUsd: t('In suspense'),
  returnedAmountUsd: t('Returned'),
  feeAmountUsd: t('Written off'),
  totalFeeUsd: t('Fees'),
  finalAmountUsd: t('Pays out'),
  balanceUsd: t('Balance'),
  heldUsd: t('Held'),
};
/** Where the list has another word for it. */
const NAMES_OF: Readonly<Record<string, string>> = { 'suspense.amountUsd': t('Worth') };

/** The sums of all rows that the filter leaves, at the foot of their list. */
export function ListFoot() {
  const { resource } = useListContext();
  return isSummed(resource) ? <Foot resource={resource} /> : null;
}

function Foot({ resource }: { resource: Parameters<typeof listTotals>[0] }) {
  const { filterValues } = useListContext();
  const filter = filterValues as Record<string, unknown>;
  const key = JSON.stringify(filter);
  // Reading all rows of a large list takes time: only when asked, and for this filter.
  const [exactFor, setExactFor] = useState<string | null>(null);
  const isExact = exactFor === key;
  const enabled = useFirstPageShown();
  const { data, error, isFetching } = useQuery<Totals>({
    enabled,
    queryKey: [resource, 'totals', filter, isExact],
    queryFn: async () => await listTotals(resource, filter, isExact),
    placeholderData: (before, query) => (JSON.stringify(query?.queryKey[2]) === key ? before : undefined),
  });
  if (error && !data) return null;
  return (
    <Box
      role="group"
      aria-label={t('Sums')}
      aria-busy={isFetching}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'baseline',
        columnGap: 2.5,
        rowGap: 0.25,
        px: 2,
        py: 1,
        minHeight: 42,
        borderTop: 1,
        borderColor: 'divider',
        backgroundColor: 'action.hover',
        fontSize: '0.9rem',
      }}
    >
      {data && <strong>{rowsText(data)}</strong>}
      {data?.sums &&
        Object.entries(data.sums)
          .filter(([name, sum], index) => index === 0 || sum !== '0.00' || name === 'amountUsd')
          .map(([name, sum]) => (
            <Box component="span" key={name}>
              <Box component="span" sx={{ color: 'text.secondary', mr: 0.75 }}>
                {NAMES_OF[`${resource}.${name}`] ?? NAMES[name] ?? name}
              </Box>
              <Usd amount={sum} strong />
            </Box>
          ))}
      {data?.isPartial && (
        <Button size="small" disabled={isFetching} onClick={() => setExactFor(key)}>
          {isFetching ? t('Adding up…') : t('Add up all rows')}
        </Button>
      )}
    </Box>
  );
}

const rowsText = ({ count, isPartial }: Totals): string =>
  plural(count, { one: '{count} row', other: '{count} rows' }, { count: countText(count, isPartial) });
