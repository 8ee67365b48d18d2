import { Alert, Box } from '@mui/material';
import type { ReactNode } from 'react';
import { useGetList } from 'react-admin';
import { TextLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { Reconciliation } from '../providers/records.ts';
import { Rich } from '../texts/Rich.tsx';
import { plural, t } from '../texts/t.ts';

/** The result of the latest comparison with the provider's list; an alert if it left anything unexplained. */
export function ComparisonLine() {
  const { data } = useGetList<Reconciliation>('reconciliations', {
    pagination: { page: 1, perPage: 5 },
    sort: { field: 'startedAt', order: 'DESC' },
    filter: {},
  });
  if (!data) return null;
  const last = data.find(({ status }) => status === 'finished');
  const newest = data[0];
  if (!last)
    return (
      <Line>
        {newest ? (
          <TextLink to={`/reconciliations/${newest.id}/show`}>
            {newest.status === 'running'
              ? t('The first comparison with the provider is in progress')
              : t('The comparison with the provider failed')}
          </TextLink>
        ) : (
          <TextLink to="/reconciliations">{t('Not compared with the provider yet')}</TextLink>
        )}
      </Line>
    );

  const path = `/reconciliations/${last.id}/show`;
  const time = () => <TimeText at={last.finishedAt} ago />;
  if (last.unexplained > 0) {
    return (
      <Alert severity="error" sx={{ mt: 1.5 }} data-testid="comparison">
        <Rich
          text={plural(last.unexplained, {
            one: '<link>{count} unexplained difference</link> with the provider’s list, compared <time></time>.',
            other:
              '<link>{count} unexplained differences</link> with the provider’s list, compared <time></time>.',
          })}
          tags={{
            link: (content) => (
              <TextLink quiet to={path}>
                {content}
              </TextLink>
            ),
            time,
          }}
        />
      </Alert>
    );
  }
  return (
    <Line>
      <Rich
        text={
          newest?.status === 'failed'
            ? t(
                '<link>Matches the provider’s list</link>, compared <time></time>; the latest comparison failed.',
              )
            : t('<link>Matches the provider’s list</link>, compared <time></time>.')
        }
        tags={{ link: (content) => <TextLink to={path}>{content}</TextLink>, time }}
      />
    </Line>
  );
}

const Line = ({ children }: { children: ReactNode }) => (
  <Box
    sx={{ mt: 1.5, pt: 1, borderTop: 1, borderColor: 'divider', fontSize: '0.9rem' }}
    data-testid="comparison"
  >
    {children}
  </Box>
);
