import SearchIcon from '@mui/icons-material/Search';
import { InputAdornment, TextField } from '@mui/material';
import { useEffect, useEffectEvent, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { useFilter } from './useFilter.ts';
import { t } from '../texts/t.ts';

const SETTLE_MS = 300;

/**
 * While the next page is loading, this one is still on the screen; setting a filter then would navigate back.
 * The address is that of the next page already.
 */
const isStillAt = (pathname: string): boolean => location.hash.slice(1).split('?')[0] === pathname;

/** Free text, applied shortly after the last key press. `hint` names the fields that it searches. */
export function SearchFilter({ hint }: { hint: string }) {
  const [value, setValue] = useFilter('q');
  const current = typeof value === 'string' ? value : '';
  const [typed, setTyped] = useState(current);
  const { pathname } = useLocation();

  const apply = useEffectEvent(() => {
    if (typed.trim() !== current && isStillAt(pathname)) setValue(typed.trim());
  });
  useEffect(() => {
    const timer = setTimeout(() => apply(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  // "Clear filters" and the back button change the value from outside.
  const follow = useEffectEvent(() => {
    if (typed.trim() !== current) setTyped(current);
  });
  useEffect(() => follow(), [current]);

  return (
    <TextField
      type="search"
      placeholder={hint}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      slotProps={{
        htmlInput: { 'aria-label': t('Search'), maxLength: 200 },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" />
            </InputAdornment>
          ),
        },
      }}
      sx={{
        width: { xs: '100%', sm: 330 },
        backgroundColor: 'background.paper',
        '& input::placeholder': { textOverflow: 'ellipsis' },
      }}
    />
  );
}
