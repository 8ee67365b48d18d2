import { Alert, Link } from '@mui/material';
import { FIGURES } from '@paydesk/types/rules';
import { Link as RouterLink } from 'react-router-dom';
import { figurePath } from '../fields/links.tsx';

/** Currencies that are off offer until a person accepts what the provider has changed; nothing otherwise. */
export function CurrencyChanges({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Alert severity="warning">
      The provider has changed the network, contract or precision of{' '}
      <Link component={RouterLink} to={figurePath(FIGURES.currencyChanges)}>
        {count === 1 ? 'one currency' : `${count} currencies`}
      </Link>
      . {count === 1 ? 'It is' : 'They are'} off offer until someone accepts the change.
    </Alert>
  );
}
