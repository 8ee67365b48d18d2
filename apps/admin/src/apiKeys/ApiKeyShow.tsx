import { Alert } from '@mui/material';
import { Facts } from '../fields/Facts.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { ApiKey } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { AllowedAddressesButton } from './actions/AllowedAddressesButton.tsx';
import { ApiKeySecrets } from './ApiKeySecrets.tsx';
import { ApiKeyStateBadge } from '../records/statusBadges.tsx';
import { RevokeApiKeyButton } from './actions/RevokeApiKeyButton.tsx';
import { RotateApiKeyButton } from './actions/RotateApiKeyButton.tsx';
import { asWritten, t } from '../texts/t.ts';

/** One key: its scopes and when it was used. The server stores only a hash of the key itself. */
export const ApiKeyShow = () => (
  <ShowPage<ApiKey> resource="apiKeys">
    {(apiKey) => (
      <>
        <PageHeader
          title={asWritten(apiKey.name)}
          badge={<ApiKeyStateBadge apiKey={apiKey} />}
          hint={asWritten(`${apiKey.prefix}…`)}
          actions={
            <>
              <RotateApiKeyButton apiKey={apiKey} />
              <AllowedAddressesButton apiKey={apiKey} />
              <RevokeApiKeyButton apiKey={apiKey} />
            </>
          }
        />
        {apiKey.secretDueTo && (
          <Alert severity="info" sx={{ mb: 2 }}>
            {t(
              'This key was approved and has no secret yet. The person who requested it gets one, once, with “Rotate”.',
            )}
          </Alert>
        )}
        <PageColumns
          main={
            <>
              <ApiKeySecrets apiKey={apiKey} />
              <Panel title={t('Details')}>
                <Facts
                  facts={[
                    [
                      t('Scopes'),
                      <ul key="scopes" style={{ margin: 0, paddingInlineStart: 18 }}>
                        {apiKey.scopes.map((scope) => (
                          <li key={scope} className="mono">
                            {scope}
                          </li>
                        ))}
                      </ul>,
                    ],
                    [
                      t('Allowed addresses'),
                      apiKey.allowedAddresses === null ? (
                        t('any')
                      ) : (
                        <span key="addresses" className="mono">
                          {apiKey.allowedAddresses.join(', ')}
                        </span>
                      ),
                    ],
                    [t('Last used'), <TimeText key="used" at={apiKey.lastUsedAt} none={t('never')} />],
                    [
                      t('Last used from'),
                      apiKey.lastUsedFrom && (
                        <span key="from" className="mono">
                          {apiKey.lastUsedFrom}
                        </span>
                      ),
                    ],
                    [t('Expires'), <TimeText key="expires" at={apiKey.expiresAt} none={t('never')} />],
                    [t('Revoked'), apiKey.revokedAt && <TimeText key="revoked" at={apiKey.revokedAt} />],
                    [t('Created'), <TimeText key="created" at={apiKey.createdAt} />],
                  ]}
                />
              </Panel>
            </>
          }
          side={<AuditPanel subjectId={apiKey.id} />}
        />
      </>
    )}
  </ShowPage>
);
