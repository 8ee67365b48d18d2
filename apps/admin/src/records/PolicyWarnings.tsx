import { Alert } from '@mui/material';
import { TextLink } from '../fields/links.tsx';
import type { PolicyRules } from '../providers/records.ts';
import { useCurrentPolicy } from './useCurrentPolicy.ts';
import { t } from '../texts/t.ts';

const SAME_PERSON = t(
  'One person alone can pay out money: the policy lets the person who requested a withdrawal also approve and complete it. Meant for a desk with a single member of staff.',
);
const IF_ENROLLED = t(
  'A second factor is required only of those who have one: a stolen password of anyone else is enough to approve a payout.',
);

/** The safeguards that a policy has turned off, each in a sentence; nothing when all are on. */
export function PolicyWarnings({ rules, link }: { rules: PolicyRules; link?: boolean }) {
  const warnings = [
    rules.allowSamePerson && SAME_PERSON,
    rules.secondFactor === 'ifEnrolled' && IF_ENROLLED,
  ].filter((warning) => warning !== false);
  return warnings.map((warning) => (
    <Alert key={warning} severity="warning" role="note" sx={{ mb: 2 }}>
      {warning}{' '}
      {link && (
        <TextLink to="/policies" quiet>
          {t('See the withdrawal policy')}
        </TextLink>
      )}
    </Alert>
  ));
}

/** The same for the policy in force, on pages where people should keep it in mind. */
export function CurrentPolicyWarnings() {
  const { policy } = useCurrentPolicy();
  return policy ? <PolicyWarnings rules={policy.rules} link /> : null;
}
