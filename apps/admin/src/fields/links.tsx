import OpenIcon from '@mui/icons-material/OpenInNew';
import { Link } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Figure } from '@paydesk/types/rules';
import type { ResourceName } from '../providers/records.ts';
import { useLink } from './useLink.ts';
import { t } from '../texts/t.ts';

interface RowLinkProps {
  resource: ResourceName;
  id: string;
  children: ReactNode;
  title?: string | undefined;
  /** For machine-made ids. */
  mono?: boolean;
  /** Shows all of it, in as many lines as it needs. */
  wrap?: boolean;
}

/**
 * A link to a row's own page, in one line unless it wraps; what does not fit is cut. It is underlined, since it may stand
 * in a text; in a table each row has one.
 */
export function RowLink({ resource, id, children, title, mono, wrap }: RowLinkProps) {
  return (
    <a
      {...useLink(rowPath(resource, id))}
      dir="auto"
      title={title ?? (typeof children === 'string' ? children : undefined)}
      className={`row-link ${wrap ? 'wraps' : 'cut'}${mono ? ' mono' : ''}`}
    >
      {children}
    </a>
  );
}

/** A link to another page of the desk, in a text. `quiet`: in the color of the text. */
export const TextLink = ({ to, children, quiet }: { to: string; children: ReactNode; quiet?: boolean }) => (
  <Link component={RouterLink} to={to} color={quiet ? 'inherit' : 'primary'}>
    {children}
  </Link>
);

/** A link to another site, in a new tab and without a referrer. */
export function ExternalLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      referrerPolicy="no-referrer"
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}
    >
      {children}
      <OpenIcon fontSize="inherit" aria-label={t('(opens in a new tab)')} />
    </Link>
  );
}

/** The address of a row's own page. */
export const rowPath = (resource: string, id: string): string =>
  `/${resource}/${encodeURIComponent(id)}/show`;

/** The address of a list with a filter already set. */
export const listPath = (resource: ResourceName, filter: Record<string, unknown> = {}): string =>
  `/${resource}?${new URLSearchParams({ filter: JSON.stringify(filter), page: '1' }).toString()}`;

/** The address of a list of what waits for a person: the oldest first. */
export const queuePath = (resource: ResourceName, filter: Record<string, unknown>): string =>
  `${listPath(resource, filter)}&sort=createdAt&order=ASC`;

/** The address of the list of the rows that make up a figure; their sum is at its foot. */
export const figurePath = ({ resource, filter, isQueue }: Figure): string =>
  isQueue ? queuePath(resource, { ...filter }) : listPath(resource, { ...filter });
