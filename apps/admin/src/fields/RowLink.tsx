import { Link } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { ResourceName } from '../providers/records.ts';

interface RowLinkProps {
  resource: ResourceName;
  id: string;
  children: ReactNode;
  title?: string | undefined;
  /** For machine-made ids. */
  mono?: boolean;
}

/** A link to a row's own page, in one line; what does not fit is cut. */
export const RowLink = ({ resource, id, children, title, mono }: RowLinkProps) => (
  <Link
    component={RouterLink}
    to={`/${resource}/${encodeURIComponent(id)}/show`}
    title={title ?? (typeof children === 'string' ? children : undefined)}
    underline="hover"
    className={mono ? 'mono' : ''}
    sx={{
      fontWeight: mono ? 500 : 550,
      '&.mono': { fontSize: '0.8rem' },
      display: 'inline-block',
      maxWidth: '100%',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      verticalAlign: 'bottom',
    }}
  >
    {children}
  </Link>
);
