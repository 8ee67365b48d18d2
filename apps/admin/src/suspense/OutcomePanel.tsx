import { type Fact, Facts } from '../fields/Facts.tsx';
import { RowLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { SuspenseItem } from '../providers/records.ts';
import { ActorText, UserLink } from '../records/people.tsx';
import { SuspenseStatusBadge } from '../records/statusBadges.tsx';
import { t } from '../texts/t.ts';

/** How an item was resolved: by whom, when, why, and where the money went. */
export function OutcomePanel({ item }: { item: SuspenseItem }) {
  if (item.status === 'open') return null;
  const facts: Fact[] = [
    [t('By'), item.resolvedBy && <ActorText key="by" actor={item.resolvedBy} />],
    [t('When'), item.resolvedAt && <TimeText key="at" at={item.resolvedAt} />],
    [t('Note'), item.note],
    [
      t('Credited to'),
      item.status === 'credited' && item.userId && <UserLink full key="user" id={item.userId} />,
    ],
    [
      t('Ledger row'),
      item.transactionId && (
        <RowLink key="row" resource="transactions" id={item.transactionId}>
          {t('Open the deposit')}
        </RowLink>
      ),
    ],
  ];
  return (
    <Panel title={t('Outcome')} action={<SuspenseStatusBadge status={item.status} />}>
      <Facts facts={facts} />
    </Panel>
  );
}
