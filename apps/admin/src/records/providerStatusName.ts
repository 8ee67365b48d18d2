import { statusName } from '../fields/statusNames.ts';
import { t } from '../texts/t.ts';

/** What the provider calls a payment, where the desk has no such status. */
const NAMES: Partial<Record<string, string>> = {
  finished: t('Finished'),
  sending: t('Being sent to the desk'),
};

/** A payment's status at the provider, for people; one that is not known here, as it came. */
export const providerStatusName = (status: string): string => NAMES[status] ?? statusName(status);
