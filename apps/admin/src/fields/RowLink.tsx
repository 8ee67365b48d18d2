import { Link } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { ResourceName } from '../providers/wire.ts';

/** A link to a row's own page. */
export function RowLink({ resource, id, children, title }: { resource: ResourceName; id: string; children: ReactNode; title?: string }) {
  return (
    <Link component={RouterLink} to={`/${resource}/${encodeURIComponent(id)}/show`} title={title} underline="hover" sx={{ fontWeight: 550 }}>
      {children}
    </Link>
  );
}
