import { Box } from '@mui/material';
import { addressGroups, compareAddresses, differenceText, type Place } from './compareAddresses.ts';
import { t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';

/**
 * Two similar addresses, character below character. Differences are marked by shape as well as colour.
 */
export function AddressComparison({ own, other }: { own: string; other: string }) {
  const places = compareAddresses(own, other);
  return (
    <Box component="figure" sx={{ m: 0 }}>
      <Box component="figcaption" sx={{ fontSize: '0.85rem', mb: 0.75 }}>
        {t('Above: the address of this request. Below: the one that it looks like.')}{' '}
        <Rich text={differenceText(places)} tags={{ b: (content) => <strong>{content}</strong> }} />
      </Box>
      <Box
        className="mono"
        role="img"
        aria-label={t('This request: {own}. Looks like: {other}.', { own, other })}
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 1.25,
          rowGap: 1,
          fontSize: '1rem',
          lineHeight: 1.4,
        }}
      >
        {addressGroups(places, own).map((group, index) => (
          <Box
            key={index}
            aria-hidden
            sx={{ display: 'grid', gridTemplateColumns: `repeat(${group.length}, 1ch)`, columnGap: '2px' }}
          >
            {group.map((place, at) => (
              <Character key={`own ${at}`} place={place} which="own" />
            ))}
            {group.map((place, at) => (
              <Character key={`other ${at}`} place={place} which="other" />
            ))}
          </Box>
        ))}
      </Box>
    </Box>
  );
}

const Character = ({ place, which }: { place: Place; which: 'own' | 'other' }) => (
  <Box
    component="span"
    sx={
      place.isSame
        ? { textAlign: 'center', opacity: 0.75 }
        : {
            textAlign: 'center',
            fontWeight: 750,
            color: 'error.main',
            borderBottom: 2,
            borderColor: 'error.main',
          }
    }
  >
    {place[which] || '·'}
  </Box>
);
