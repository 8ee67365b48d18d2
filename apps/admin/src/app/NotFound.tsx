import { Button } from '@mui/material';
import { Link } from 'react-router-dom';
import { EmptyState } from '../fields/EmptyState.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';

/** For addresses that lead nowhere. */
export const NotFound = () => (
  <>
    <PageHeader title="Not found" />
    <EmptyState title="There is no page at this address.">
      <Button component={Link} to="/" variant="contained" sx={{ mt: 1 }}>
        Go to the dashboard
      </Button>
    </EmptyState>
  </>
);
