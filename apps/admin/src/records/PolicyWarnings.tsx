import { Alert } from '@mui/material';
import { TextLink } from '../fields/links.tsx';
import type { PolicyRules } from '../providers/records.ts';
import { useCurrentPolicy } from './useCurrentPolicy.ts';

const SAME_PERSON =
  'One person alone can pay out money: the policy lets whoever asked for a withdrawal also approve and complete it. Meant for a desk with a single member of staff.';
const IF_ENROLLED =
  'A second factor is asked only of those who have one: a stolen password of anyone else is enough to approve a payout.';

/** The safeguards that a policy has given up, each in a sentence; nothing where it has all. */
export function PolicyWarnings({ rules, link }: { rules: PolicyRules; link?: boolean }) {
  const warnings = [
    rules.allowSamePerson && SAME_PERSON,
    rules.secondFactor === 'ifEnrolled' && IF_ENROLLED,
  ].filter((words) => words !== false);
  return warnings.map((words) => (
    <Alert key={words} severity="warning" role="note" sx={{ mb: 2 }}>
      {words}{' '}
      {link && (
        <TextLink to="/policies" quiet>
          See the withdrawal policy
        </TextLink>
      )}
    </Alert>
  ));
}

/** The same for the policy in force, wherever people should not forget it. */
export function CurrentPolicyWarnings() {
  const { policy } = useCurrentPolicy();
  return policy ? <PolicyWarnings rules={policy.rules} link /> : null;
}
