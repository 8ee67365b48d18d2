import { TimeText } from '../fields/TimeText.tsx';
import type { Policy } from '../providers/records.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

/** Who published a version, when and why. */
export const PublishedBy = ({ policy }: { policy: Policy }) => (
  <Rich
    text={t('Published by {name}, <time></time>: “<note></note>”', {
      name: policy.publishedBy ?? t('unknown'),
    })}
    tags={{ time: () => <TimeText at={policy.publishedAt} />, note: () => policy.note }}
  />
);
