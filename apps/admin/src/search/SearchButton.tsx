import SearchIcon from '@mui/icons-material/Search';
import { ButtonBase, IconButton } from '@mui/material';
import { lazy, Suspense, useEffect, useEffectEvent, useState } from 'react';
import { useKeys } from '../commands/useKeys.ts';
import { t } from '../texts/t.ts';

const SearchDialog = lazy(async () => ({ default: (await import('./SearchDialog.tsx')).SearchDialog }));

/** The search over everything, on every page: a box in the bar, Ctrl-K (⌘K) or `/`. */
export function SearchButton() {
  const [isOpen, setOpen] = useState(false);
  // Loaded when it is first opened, then kept, so that it fades out.
  const [isLoaded, setLoaded] = useState(false);
  const open = () => {
    setLoaded(true);
    setOpen(true);
  };
  useKeys({ '/': open });
  useControlK(open);
  return (
    <>
      <ButtonBase
        onClick={open}
        aria-label={t('Search everything')}
        aria-keyshortcuts="Control+K /"
        sx={{
          display: { xs: 'none', sm: 'inline-flex' },
          gap: 1,
          px: 1.5,
          py: 0.5,
          mr: 1,
          borderRadius: 2,
          border: '1px solid currentColor',
          fontSize: '0.85rem',
          minWidth: { sm: 200, md: 280 },
          justifyContent: 'flex-start',
          // Not text: the name of the button is what it does.
          '&::after': { content: `"${SHORTCUT}"`, ml: 'auto', fontSize: '0.75rem' },
        }}
      >
        <SearchIcon fontSize="small" />
        {t('Search everything')}
      </ButtonBase>
      <IconButton
        color="inherit"
        aria-label={t('Search everything')}
        onClick={open}
        sx={{ display: { xs: 'inline-flex', sm: 'none' } }}
      >
        <SearchIcon fontSize="small" />
      </IconButton>
      {isLoaded && (
        <Suspense>
          <SearchDialog isOpen={isOpen} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

const SHORTCUT = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘ K' : t('Ctrl K');

/** Works while typing, too, but not over another dialog. */
function useControlK(open: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (
      event.key.toLowerCase() !== 'k' ||
      !(event.ctrlKey || event.metaKey) ||
      event.altKey ||
      event.shiftKey
    )
      return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return;
    event.preventDefault();
    open();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
