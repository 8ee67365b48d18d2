import { Alert, Box } from '@mui/material';
import type { ReactNode } from 'react';
import { Badge } from '../fields/Badge.tsx';
import { Facts } from '../fields/Facts.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { WebhookAttempt } from '../providers/records.ts';
import { TextBlock } from './TextBlock.tsx';

/** One request with its answer. */
export function AttemptPanel({ attempt, number }: { attempt: WebhookAttempt; number: number }) {
  const { responseStatus: status, responseHeaders, responseBody, error } = attempt;
  return (
    <Panel
      title={`Attempt ${number}`}
      action={
        status === null ? (
          <Badge color="danger">No answer</Badge>
        ) : (
          <Badge color={status >= 200 && status < 300 ? 'success' : 'danger'}>{`Status ${status}`}</Badge>
        )
      }
    >
      <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Facts
          dense
          facts={[
            ['Sent', <TimeText key="at" at={attempt.at} />],
            ['Duration', `${attempt.durationMs} ms`],
          ]}
        />
        {error !== null && (
          <Alert severity="error" sx={{ overflowWrap: 'anywhere' }}>
            {error}
          </Alert>
        )}
        <Part title="Request headers (without the signatures)">
          <TextBlock
            label={`Request headers of attempt ${number}`}
            text={headerLines(attempt.requestHeaders)}
          />
        </Part>
        {responseHeaders !== null && (
          <Part title="Response headers">
            <TextBlock label={`Response headers of attempt ${number}`} text={headerLines(responseHeaders)} />
          </Part>
        )}
        {status !== null && (
          <Part title="Response body (the first 4 kB)">
            {responseBody ? (
              <TextBlock label={`Response body of attempt ${number}`} text={responseBody} />
            ) : (
              <Box sx={{ color: 'text.secondary' }}>empty</Box>
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
