import { CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { Withdrawal } from '../providers/records.ts';
import { ActorText } from '../records/people.tsx';
import { referenceFacts } from '../records/referenceFacts.tsx';
import { t } from '../texts/t.ts';

/** Details of the request: who requested it, who sent it, and its ids. */
export const WithdrawalFacts = ({ withdrawal }: { withdrawal: Withdrawal }) => (
  <Facts
    facts={[
      [t('Requested'), <TimeText key="created" at={withdrawal.createdAt} />],
      [t('Requested by'), <ActorText key="by" actor={withdrawal.requestedBy} />],
      [t('Sent by'), withdrawal.startedBy && <ActorText key="started" actor={withdrawal.startedBy} />],
      [
        t('Recorded by'),
        withdrawal.completedBy && <ActorText key="completed" actor={withdrawal.completedBy} />,
      ],
      ...referenceFacts(withdrawal),
      [t('Content hash'), <CopyText key="hash" text={withdrawal.payloadHash} label={t('content hash')} />],
      [t('Id'), <CopyText key="id" text={withdrawal.id} label={t('id')} />],
    ]}
  />
);
