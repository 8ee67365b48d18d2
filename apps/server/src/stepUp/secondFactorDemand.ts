import type { StaffRole } from '@paydesk/types';
import type { Settings } from '../base/settings.ts';

interface ProviderSettings {
  provider: Pick<Settings['provider'], 'simulated'>;
}

/**
 * Whether an action needs a second factor of everyone, or only of those who have one. With the simulator no real
 * money can leave, so a new desk can be tried out at once.
 */
export const secondFactorDemand = ({ provider }: ProviderSettings): 'always' | 'ifEnrolled' =>
  provider.simulated ? 'ifEnrolled' : 'always';

/** The roles that have to set up a second factor before anything else, whatever the rules of the desk say. */
export const rolesThatMustEnrol = ({ provider }: ProviderSettings): readonly StaffRole[] =>
  provider.simulated ? [] : ['approver', 'admin'];
