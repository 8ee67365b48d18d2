import { ChainHash, CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { Payment } from '../providers/records.ts';
import { UserLink } from '../records/people.tsx';
import { providerStatusName } from '../records/providerStatusName.ts';
import { referenceFacts } from '../records/referenceFacts.tsx';
import { t } from '../texts/t.ts';

/** Further details of a payment; beside its columns, without what those say. */
export const PaymentFacts = ({ payment, besideColumns }: { payment: Payment; besideColumns?: boolean }) => (
  <Facts
    facts={[
      ...(besideColumns ? [] : [[t('User'), <UserLink full key="user" id={payment.userId} />] as const]),
      [t('Description'), payment.description || '–'],
      ...referenceFacts(payment),
      ...(besideColumns ? [] : [[t('Currency'), payment.currencyDisplayName] as const]),
      [
        t('Transaction hash'),
        <ChainHash key="hash" hash={payment.transactionHash} explorerLink={payment.explorerLink} />,
      ],
      [t('Confirmations'), String(payment.confirmationsCount)],
      [
        t('Provider reports'),
        payment.providerStatus === null ? t('nothing yet') : providerStatusName(payment.providerStatus),
      ],
      [
        t('Provider payment id'),
        payment.providerPaymentId && (
          <CopyText key="provider" text={payment.providerPaymentId} label={t('provider payment id')} />
        ),
      ],
      [
        t('First payment'),
        payment.parentPaymentId && (
          <RowLink key="parent" resource="payments" id={payment.parentPaymentId}>
            {t('Open the parent payment')}
          </RowLink>
        ),
      ],
      [t('Last checked'), <TimeText key="checked" at={payment.checkedAt} none={t('never')} />],
      [t('Id'), <CopyText key="id" text={payment.id} label={t('id')} />],
    ]}
  />
);
