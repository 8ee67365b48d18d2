import { Alert, Box } from '@mui/material';
import type { ReactNode } from 'react';
import { Badge } from '../fields/Badge.tsx';
import { Facts } from '../fields/Facts.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { WebhookAttempt } from '../providers/records.ts';
import { TextBlock } from './TextBlock.tsx';
import { useServerSentence } from '../texts/serverSentence.ts';
import { t } from '../texts/t.ts';

/** One request with its answer. */
export function AttemptPanel({ attempt, number }: { attempt: WebhookAttempt; number: number }) {
  const written = useServerSentence();
  const { responseStatus: status, responseHeaders, responseBody, error } = attempt;
  return (
    <Panel
      title={t('Attempt {number}', { number })}
      action={
        status === null ? (
          <Badge color="danger">{t('No answer')}</Badge>
        ) : (
          <Badge color={status >= 200 && status < 300 ? 'success' : 'danger'}>
            {t('Status {status}', { status: String(status) })}
          </Badge>
        )
      }
    >
      <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Facts
          dense
          facts={[
            [t('Sent'), <TimeText key="at" at={attempt.at} />],
            [t('Duration'), t('{durationMs} ms', { durationMs: attempt.durationMs })],
          ]}
        />
        {error !== null && (
          <Alert severity="error" sx={{ overflowWrap: 'anywhere' }}>
            {written(error)}
          </Alert>
        )}
        <Part title={t('Request headers (without the signatures)')}>
          <TextBlock
            label={t('Request headers of attempt {number}', { number })}
            text={headerLines(attempt.requestHeaders)}
          />
        </Part>
        {responseHeaders !== null && (
          <Part title={t('Response headers')}>
            <TextBlock
              label={t('Response headers of attempt {number}', { number })}
              text={headerLines(responseHeaders)}
            />
          </Part>
        )}
        {status !== null && (
          <Part title={t('Response body (the first 4 kB)')}>
            {responseBody ? (
              <TextBlock label={t('Response body of attempt {number}', { number })} text={responseBody} />
            ) : (
              <Box sx={{ color: 'text.secondary' }}>{t('empty')}</Box>
            )}
          </Part>
        )}
      </Box>
    </Panel>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <Box sx={{ mb: 0.5, color: 'text.secondary', fontSize: '0.88rem' }}>{title}</Box>
    {children}
  </div>
);

const headerLines = (headers: Record<string, string>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
