import { CopyText } from '../fields/CopyText.tsx';
import type { Fact } from '../fields/Facts.tsx';
import { JsonDetails } from '../fields/JsonDetails.tsx';
import { t } from '../texts/t.ts';

/** What an app gave a row as its own references; nothing for what it did not give. */
export const referenceFacts = (row: {
  orderId: string | null;
  metadata: Record<string, unknown>;
}): readonly Fact[] => [
  [t('Order id'), row.orderId !== null && <CopyText key="order" text={row.orderId} label={t('order id')} />],
  [
    t('Metadata'),
    Object.keys(row.metadata).length > 0 && (
      <JsonDetails key="metadata" label={t('Metadata from the app')} value={row.metadata} />
    ),
  ],
];
