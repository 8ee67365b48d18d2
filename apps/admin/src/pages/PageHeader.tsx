import { Box, Typography } from '@mui/material';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';
import { setPageTitle } from '../providers/pageTitle.ts';

interface PageHeaderProps {
  title: string;
  /** Beside the title: a badge. */
  badge?: ReactNode;
  /** Under the title: a line that describes the page. */
  hint?: ReactNode;
  actions?: ReactNode;
}

/** The heading of a page, which is also the title of the browser's tab. */
export function PageHeader({ title, badge, hint, actions }: PageHeaderProps) {
  useEffect(() => {
    setPageTitle(title);
  }, [title]);
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnArrival(heading);
  return (
    <Box
      component="header"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'flex-start',
        justifyContent: 'space-between',
        gap: 1.5,
        mb: 2,
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
          <Typography
            ref={heading}
            variant="h1"
            tabIndex={-1}
            sx={{ overflowWrap: 'anywhere', '&:focus': { outline: 'none' } }}
          >
            {title}
          </Typography>
          {badge}
        </Box>
        {hint && <Box sx={{ color: 'text.secondary', mt: 0.25, fontSize: '0.92rem' }}>{hint}</Box>}
      </Box>
      {actions && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>{actions}</Box>
      )}
    </Box>
  );
}

let lastPath: string | null = null;

/**
 * On another page the focus goes to its heading, from where the Tab key leads into the page, unless the page has put it
 * somewhere itself. On the first page it stays where the browser puts it.
 */
function useFocusOnArrival(heading: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  useEffect(() => {
    const isArrival = lastPath !== null && lastPath !== pathname;
    lastPath = pathname;
    const isPlaced = document.activeElement?.closest('#main-content, [role="dialog"]') != null;
    if (isArrival && !isPlaced) heading.current?.focus({ preventScroll: true });
  }, [pathname, heading]);
}
