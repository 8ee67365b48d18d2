import { Box, Button } from '@mui/material';
import { Link } from 'react-router-dom';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { listPath, RowLink } from '../fields/links.tsx';
import { EmptyState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { FilterBar } from '../filters/FilterBar.tsx';
import { SearchFilter } from '../filters/SearchFilter.tsx';
import { YesNoFilter } from '../filters/SelectFilter.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import type { WebhookEndpoint } from '../providers/records.ts';
import { EndpointStateBadge } from '../records/webhookBadges.tsx';
import { CreateEndpointButton } from './actions/CreateEndpointButton.tsx';
import { Lag } from './Lag.tsx';
import { LastDelivery } from './LastDelivery.tsx';
import { typesText } from './typesText.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

const filters = (
  <FilterBar search={<SearchFilter hint={t('URL, description…')} />}>
    <YesNoFilter name="isEnabled" label={t('State')} yes={t('Enabled')} no={t('Disabled')} />
    <YesNoFilter name="isFailing" label={t('Failing')} />
  </FilterBar>
);

const columns: readonly Column<WebhookEndpoint>[] = [
  {
    key: 'Endpoint',
    label: t('Endpoint'),
    sort: 'url',
    render: (endpoint) => (
      <Box sx={{ width: { sm: 220, lg: 260 } }}>
        <RowLink resource="webhookEndpoints" id={endpoint.id}>
          {endpoint.url}
        </RowLink>
        {endpoint.description && (
          <Box sx={{ color: 'text.secondary' }}>
            <Ellipsis text={endpoint.description} width="100%" />
          </Box>
        )}
      </Box>
    ),
  },
  {
    key: 'Event types',
    label: t('Event types'),
    from: 'lg',
    render: ({ eventTypes }) => <span title={eventTypes?.join(', ')}>{typesText(eventTypes)}</span>,
  },
  { key: 'State', label: t('State'), render: (endpoint) => <EndpointStateBadge endpoint={endpoint} /> },
  {
    key: 'Failing since',
    label: t('Failing since'),
    from: 'xl',
    render: (endpoint) => <TimeText at={endpoint.failingSince} />,
  },
  {
    key: 'Last delivery',
    label: t('Last delivery'),
    render: (endpoint) => <LastDelivery endpointId={endpoint.id} />,
  },
  {
    key: 'Behind',
    label: t('Behind'),
    number: true,
    from: 'md',
    render: (endpoint) => <Lag endpoint={endpoint} />,
  },
  {
    key: 'Created',
    label: t('Created'),
    sort: 'createdAt',
    from: 'xl',
    render: (endpoint) => <TimeText at={endpoint.createdAt} />,
  },
];

/** The URLs that the desk sends its events to. */
export const WebhookEndpointList = () => (
  <ListPage<WebhookEndpoint>
    resource="webhookEndpoints"
    title={t('Webhooks')}
    hint={t('The URLs that the desk sends its events to, signed and in order.')}
    actions={
      <>
        <Button component={Link} to={listPath('webhookDeliveries')} variant="outlined">
          {t('All deliveries')}
        </Button>
        <CreateEndpointButton />
      </>
    }
    filters={filters}
    sort={{ field: 'createdAt', order: 'DESC' }}
    columns={columns}
    card={(endpoint) => (
      <CardRow
        title={
          <RowLink resource="webhookEndpoints" id={endpoint.id}>
            {endpoint.url}
          </RowLink>
        }
        badge={<EndpointStateBadge endpoint={endpoint} />}
        details={
          <Box sx={{ display: 'grid', gap: 0.25 }}>
            {endpoint.description && <span>{endpoint.description}</span>}
            <span>
              <Rich
                text={t('Event types: {eventTypes} · behind: <lag></lag>', {
                  eventTypes: typesText(endpoint.eventTypes),
                })}
                tags={{ lag: () => <Lag endpoint={endpoint} /> }}
              />
            </span>
            <LastDelivery endpointId={endpoint.id} />
            {endpoint.failingSince !== null && (
              <span>
                <Rich
                  text={t('failing since <time></time>')}
                  tags={{ time: () => <TimeText at={endpoint.failingSince} /> }}
                />
              </span>
            )}
          </Box>
        }
      />
    )}
    empty={
      <EmptyState title={t('No webhook endpoints yet.')}>
        {t('Add the URL of an app that should get events as they happen.')}
      </EmptyState>
    }
  />
);
