import { Link } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';

/** A link to another page of the desk. */
export const TextLink = ({ to, children, quiet }: { to: string; children: ReactNode; quiet?: boolean }) => (
  <Link
    component={RouterLink}
    to={to}
    color={quiet ? 'inherit' : 'primary'}
    underline={quiet ? 'always' : 'hover'}
  >
    {children}
  </Link>
);
