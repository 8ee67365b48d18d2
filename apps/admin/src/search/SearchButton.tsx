import SearchIcon from '@mui/icons-material/Search';
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
      <button
        type="button"
        className="bar-search"
        onClick={open}
        aria-label={t('Search everything')}
        aria-keyshortcuts="Control+K /"
        // Not text: the name of the button is what it does.
        data-keys={SHORTCUT}
      >
        <SearchIcon fontSize="small" />
        {t('Search everything')}
      </button>
      <button
        type="button"
        className="bar-button bar-search-phone"
        aria-label={t('Search everything')}
        onClick={open}
      >
        <SearchIcon fontSize="small" />
      </button>
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
