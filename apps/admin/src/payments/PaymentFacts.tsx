import { ChainHash, CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { Payment } from '../providers/records.ts';
import { UserLink } from '../records/people.tsx';
import { referenceFacts } from '../records/referenceFacts.tsx';

/** Further details of a payment. */
export const PaymentFacts = ({ payment }: { payment: Payment }) => (
  <Facts
    facts={[
      ['User', <UserLink full key="user" id={payment.userId} />],
      ['Description', payment.description || '–'],
      ...referenceFacts(payment),
      ['Currency', payment.currencyDisplayName],
      [
        'Transaction hash',
        <ChainHash key="hash" hash={payment.transactionHash} explorerLink={payment.explorerLink} />,
      ],
      ['Confirmations', String(payment.confirmationsCount)],
      ['Provider', `${payment.provider}, reports ${payment.providerStatus ?? 'nothing yet'}`],
      [
        'Provider payment id',
        payment.providerPaymentId && (
          <CopyText key="provider" text={payment.providerPaymentId} label="provider payment id" />
        ),
      ],
      [
        'Parent payment',
        payment.parentPaymentId && (
          <RowLink key="parent" resource="payments" id={payment.parentPaymentId}>
            Open the parent payment
          </RowLink>
        ),
      ],
      ['Last checked', <TimeText key="checked" at={payment.checkedAt} none="never" />],
      ['Id', <CopyText key="id" text={payment.id} label="id" />],
    ]}
  />
);
