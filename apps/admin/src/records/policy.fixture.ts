import type { PolicyRules } from '../providers/records.ts';

/** A strict policy. */
export const rules = (changes: Partial<PolicyRules> = {}): PolicyRules => ({
  approvals: [
    { fromUsd: '0.00', approvals: 1 },
    { fromUsd: '1000.00', approvals: 2 },
  ],
  bandsBy: 'userDay',
  allowSamePerson: false,
  secondFactor: 'always',
  creditorDays: 7,
  perUser: { dayUsd: '500.00', weekUsd: null, monthUsd: '5000.00' },
  global: { dayUsd: null, weekUsd: null, monthUsd: null },
  velocity: { requests: 5, hours: 24 },
  coolingHours: 72,
  lookAlike: 'extraApproval',
  rateSeconds: 900,
  ...changes,
});
