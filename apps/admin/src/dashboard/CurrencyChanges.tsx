import { Alert, Link } from '@mui/material';
import { FIGURES } from '@paydesk/types/rules';
import { Link as RouterLink } from 'react-router-dom';
import { figurePath } from '../fields/links.tsx';
import { Rich } from '../texts/Rich.tsx';
import { plural } from '../texts/t.ts';

/** Currencies that are not offered until a person accepts what the provider has changed; nothing otherwise. */
export function CurrencyChanges({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Alert severity="warning">
      <Rich
        text={plural(count, {
          one: 'The provider has changed the network, contract or precision of <link>one currency</link>. It is not offered until someone accepts the change.',
          other:
            'The provider has changed the network, contract or precision of <link>{count} currencies</link>. They are not offered until someone accepts the change.',
        })}
        tags={{
          link: (content) => (
            <Link component={RouterLink} to={figurePath(FIGURES.currencyChanges)}>
              {content}
            </Link>
          ),
        }}
      />
    </Alert>
  );
}
