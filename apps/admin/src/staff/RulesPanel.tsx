import { Alert, Box, Skeleton } from '@mui/material';
import { type StaffRole, statusLabel } from '@paydesk/types/rules';
import { useQuery } from '@tanstack/react-query';
import { CommandButton } from '../commands/CommandButton.tsx';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import type { StaffRule } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { useStaffChanged } from './useStaffChanged.ts';

/** Roles that move money or grant access: a password alone is weak protection for them. */
const POWERFUL: readonly StaffRole[] = ['approver', 'admin'];

/** Which roles must have a second factor. */
export function RulesPanel() {
  const { data, error, refetch } = useQuery({
    queryKey: ['staff', 'rules'],
    queryFn: () => trpc.staff.rules.query(),
  });
  const rules = data?.data;
  const open =
    rules?.filter(({ role, secondFactorRequired }) => POWERFUL.includes(role) && !secondFactorRequired) ?? [];
  return (
    <Panel title="Second factor by role">
      {error && !rules && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !rules && (
        <Box role="status" aria-label="Loading rules">
          <Skeleton height={36} />
          <Skeleton height={36} />
        </Box>
      )}
      {open.length > 0 && (
        <Alert severity="warning" sx={{ mb: 1 }}>
          {`A stolen password is enough to sign in as ${open.map(({ role }) => statusLabel(role).toLowerCase()).join(' or ')}. On a desk with real money, require a second factor for both.`}
        </Alert>
      )}
      {rules && (
        <Box
          component="ul"
          aria-label="Second factor by role"
          sx={{ listStyle: 'none', m: 0, p: 0, '& > li + li': { borderTop: 1, borderColor: 'divider' } }}
        >
          {rules.map((rule) => (
            <RuleRow key={rule.role} rule={rule} />
          ))}
        </Box>
      )}
    </Panel>
  );
}

const membersText = ({ members, withoutSecondFactor }: StaffRule): string => {
  if (members === 0) return 'no members';
  const all = members === 1 ? '1 member' : `${members} members`;
  return withoutSecondFactor === 0
    ? `${all}, all with a second factor`
    : `${all}, ${withoutSecondFactor} without a second factor`;
};

const RuleRow = ({ rule }: { rule: StaffRule }) => (
  <Box
    component="li"
    sx={{
      py: 1,
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: 1,
    }}
  >
    <Box sx={{ minWidth: 0, flex: '1 1 180px' }}>
      <Box sx={{ fontWeight: 600 }}>
        {statusLabel(rule.role)}{' '}
        {rule.secondFactorRequired ? (
          <Badge color="success">Required</Badge>
        ) : (
          <Badge color="secondary">Optional</Badge>
        )}
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>{membersText(rule)}</Box>
    </Box>
    <SetRuleButton rule={rule} />
  </Box>
);

function SetRuleButton({ rule: { role, secondFactorRequired, withoutSecondFactor } }: { rule: StaffRule }) {
  const changed = useStaffChanged();
  const wanted = !secondFactorRequired;
  const name = statusLabel(role).toLowerCase();
  const whom =
    withoutSecondFactor === 0
      ? 'All of them have one.'
      : `${withoutSecondFactor === 1 ? 'One member has' : `${withoutSecondFactor} members have`} none, and can only use the security page until they set one up.`;
  return (
    <CommandButton
      label={wanted ? `Require for ${name}s` : `Stop requiring for ${name}s`}
      variant="text"
      color={wanted ? 'primary' : 'error'}
      permission="staff.manage"
      dialog={(close) => (
        <ActionDialog
          title={
            wanted ? `Require a second factor for ${name}s?` : `Stop requiring a second factor for ${name}s?`
          }
          explain={
            wanted
              ? whom
              : 'People who have a second factor are still asked for it; others sign in with a password alone.'
          }
          confirmLabel={wanted ? 'Require' : 'Stop requiring'}
          danger={!wanted}
          action="staff.setRule"
          input={() => ({ role, secondFactorRequired: wanted })}
          done={
            wanted
              ? `A second factor is now required for ${name}s`
              : `A second factor is now optional for ${name}s`
          }
          onDone={changed}
          close={close}
        />
      )}
    />
  );
}
