import type { StaffRole } from '@paydesk/types/rules';
import { plural, t } from '../texts/t.ts';

interface RuleTexts {
  require: string;
  requireTitle: string;
  required: string;
  stop: string;
  stopTitle: string;
  stopped: string;
}

/** The sentences about the second factor of each role: whole ones, because languages inflect the role. */
export const RULE_TEXTS: Record<StaffRole, RuleTexts> = {
  viewer: {
    require: t('Require for viewers'),
    requireTitle: t('Require a second factor for viewers?'),
    required: t('A second factor is now required for viewers'),
    stop: t('Stop requiring for viewers'),
    stopTitle: t('Stop requiring a second factor for viewers?'),
    stopped: t('A second factor is now optional for viewers'),
  },
  operator: {
    require: t('Require for operators'),
    requireTitle: t('Require a second factor for operators?'),
    required: t('A second factor is now required for operators'),
    stop: t('Stop requiring for operators'),
    stopTitle: t('Stop requiring a second factor for operators?'),
    stopped: t('A second factor is now optional for operators'),
  },
  approver: {
    require: t('Require for approvers'),
    requireTitle: t('Require a second factor for approvers?'),
    required: t('A second factor is now required for approvers'),
    stop: t('Stop requiring for approvers'),
    stopTitle: t('Stop requiring a second factor for approvers?'),
    stopped: t('A second factor is now optional for approvers'),
  },
  admin: {
    require: t('Require for admins'),
    requireTitle: t('Require a second factor for admins?'),
    required: t('A second factor is now required for admins'),
    stop: t('Stop requiring for admins'),
    stopTitle: t('Stop requiring a second factor for admins?'),
    stopped: t('A second factor is now optional for admins'),
  },
};

/** What a stolen password is enough for, while these roles need no second factor. */
export function openRolesText(open: readonly StaffRole[]): string {
  if (open.length > 1)
    return t(
      'A stolen password is enough to sign in as approver or admin. On a desk with real money, require a second factor for admins and approvers.',
    );
  return open[0] === 'admin'
    ? t(
        'A stolen password is enough to sign in as admin. On a desk with real money, require a second factor for admins and approvers.',
      )
    : t(
        'A stolen password is enough to sign in as approver. On a desk with real money, require a second factor for admins and approvers.',
      );
}

/** How many members a role has, and how many of them no second factor. */
export function membersText(members: number, withoutSecondFactor: number): string {
  if (members === 0) return t('no members');
  return withoutSecondFactor === 0
    ? plural(members, {
        one: '{count} member, all with a second factor',
        other: '{count} members, all with a second factor',
      })
    : plural(
        members,
        {
          one: '{count} member, {without} without a second factor',
          other: '{count} members, {without} without a second factor',
        },
        { without: withoutSecondFactor },
      );
}

/** Whom it concerns when a role must have a second factor from now on. */
export const concernedText = (withoutSecondFactor: number): string =>
  withoutSecondFactor === 0
    ? t('All of them have one.')
    : plural(withoutSecondFactor, {
        one: 'One member has none, and can only use the security page until they set one up.',
        other: '{count} members have none, and can only use the security page until they set one up.',
      });
