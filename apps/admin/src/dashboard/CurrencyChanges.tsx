import { Alert, Link } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { listPath } from '../fields/links.tsx';

/** Currencies that are off offer until a person accepts what the provider has changed; nothing otherwise. */
export function CurrencyChanges({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Alert severity="warning">
      The provider has changed the network, contract or precision of{' '}
      <Link component={RouterLink} to={listPath('currencies', { hasPendingChange: true })}>
        {count === 1 ? 'one currency' : `${count} currencies`}
      </Link>
      . {count === 1 ? 'It is' : 'They are'} off offer until someone accepts the change.
    </Alert>
  );
}
