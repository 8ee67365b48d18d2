import { Alert, Box, Skeleton } from '@mui/material';
import type { StaffRole } from '@paydesk/types/rules';
import { useQuery } from '@tanstack/react-query';
import { CommandButton } from '../commands/CommandButton.tsx';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { Badge } from '../fields/Badge.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import type { StaffRule } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { useStaffChanged } from './useStaffChanged.ts';
import { ROLE_NAMES } from '../records/staffNames.ts';
import { t } from '../texts/t.ts';
import { concernedText, membersText, openRolesText, RULE_TEXTS } from './ruleTexts.ts';

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
    <Panel title={t('Second factor by role')}>
      {error && !rules && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !rules && (
        <Box role="status" aria-label={t('Loading rules')}>
          <Skeleton height={36} />
          <Skeleton height={36} />
        </Box>
      )}
      {open.length > 0 && (
        <Alert severity="warning" sx={{ mb: 1 }}>
          {openRolesText(open.map(({ role }) => role))}
        </Alert>
      )}
      {rules && (
        <Box
          component="ul"
          aria-label={t('Second factor by role')}
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
        {ROLE_NAMES[rule.role]}{' '}
        {rule.secondFactorRequired ? (
          <Badge color="success">{t('Required')}</Badge>
        ) : (
          <Badge color="secondary">{t('Optional')}</Badge>
        )}
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>
        {membersText(rule.members, rule.withoutSecondFactor)}
      </Box>
    </Box>
    <SetRuleButton rule={rule} />
  </Box>
);

function SetRuleButton({ rule: { role, secondFactorRequired, withoutSecondFactor } }: { rule: StaffRule }) {
  const changed = useStaffChanged();
  const wanted = !secondFactorRequired;
  const texts = RULE_TEXTS[role];
  return (
    <CommandButton
      label={wanted ? texts.require : texts.stop}
      variant="text"
      color={wanted ? 'primary' : 'error'}
      action="staff.setRule"
      dialog={(close) => (
        <ActionDialog
          title={wanted ? texts.requireTitle : texts.stopTitle}
          explain={
            wanted
              ? concernedText(withoutSecondFactor)
              : t(
                  'People who have a second factor are still asked for it; others sign in with a password alone.',
                )
          }
          confirmLabel={wanted ? t('Require') : t('Stop requiring')}
          danger={!wanted}
          action="staff.setRule"
          input={() => ({ role, secondFactorRequired: wanted })}
          done={wanted ? texts.required : texts.stopped}
          onDone={changed}
          close={close}
        />
      )}
    />
  );
}
