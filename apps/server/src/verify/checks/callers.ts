import type { RelationalCheck } from '../relationalCheck.ts';

/** Who may do what, compared with the last change that the audit log has; an account from before it has none. */
export const callerChecks: readonly RelationalCheck[] = [
  {
    table: 'staff',
    broken: /* sql */ `
      select m.id, null::uuid as user_id, format('the role is %s; the audit log says %s', m.role, a.role) as problem
      from staff m join lateral (
        select g.after ->> 'role' as role from audit_log g
        where g.action in ('staff.setRole', 'staff.create', 'staff.join', 'staff.passwordReset')
          and g.subject_kind = 'staff' and g.subject_id = m.id::text and g.after ->> 'role' is not null
        order by g.created_at desc, g.id desc limit 1
      ) a on a.role <> m.role`,
  },
  {
    table: 'staff',
    broken: /* sql */ `
      select m.id, null::uuid as user_id, format('the account is %s; the audit log says otherwise',
        case when m.deactivated_at is null then 'active' else 'deactivated' end) as problem
      from staff m join lateral (
        select g.after ->> 'isActive' as active from audit_log g
        where g.action in ('staff.deactivate', 'staff.reactivate')
          and g.subject_kind = 'staff' and g.subject_id = m.id::text
        order by g.created_at desc, g.id desc limit 1
      ) a on a.active <> (m.deactivated_at is null)::text`,
  },
  {
    table: 'staff_passkeys',
    broken: /* sql */ `
      select p.id, null::uuid as user_id, 'it was removed, and the audit log does not say by whom' as problem
      from staff_passkeys p where p.removed_at is not null and not exists (
        select from audit_log g where g.subject_kind = 'staff' and g.subject_id = p.staff_id::text and (
          (g.action = 'security.removePasskey' and g.before ->> 'passkeyId' = p.id::text)
          or (g.action = 'security.reset' and g.created_at = p.removed_at)
        )
      )`,
  },
  {
    table: 'staff',
    broken: /* sql */ `
      select m.id, null::uuid as user_id,
        'the authenticator app that the audit log knows is gone or switched off' as problem
      from staff m join lateral (
        select g.action from audit_log g
        where g.action in ('auth.totpEnabled', 'auth.totpDisabled', 'security.disableTotp', 'security.reset')
          and g.subject_kind = 'staff' and g.subject_id = m.id::text
        order by g.created_at desc, g.id desc limit 1
      ) a on a.action = 'auth.totpEnabled'
      where not m.two_factor_enabled
        or not exists (select from staff_two_factors f where f.staff_id = m.id and f.verified)`,
  },
  {
    table: 'api_keys',
    broken: /* sql */ `
      select * from (
        select k.id, null::uuid as user_id, case
            when made.after -> 'scopes' is distinct from to_jsonb(k.scopes) then 'it has other scopes than when it was created'
            when made.after -> 'limits' is distinct from k.limits then 'it has other limits than when it was created'
            when (made.after ->> 'expiresAt')::timestamptz is distinct from k.expires_at
              then 'it expires at another time than when it was created'
            when nullif(coalesce(moved.after, made.after) -> 'allowedAddresses', 'null')
              is distinct from to_jsonb(k.allowed_addresses)
              then 'the audit log has other addresses for it'
            when k.revoked_at is null and exists (
              select from audit_log g
              where g.action = 'apiKeys.revoke' and g.subject_kind = 'apiKey' and g.subject_id = k.id::text
            ) then 'it was revoked, and is not any more' end as problem
        from api_keys k
        join audit_log made on made.action = 'apiKeys.create' and made.subject_kind = 'apiKey'
          and made.subject_id = k.id::text and made.after -> 'limits' is not null
        left join lateral (
          select g.after from audit_log g
          where g.action = 'apiKeys.setAllowedAddresses' and g.subject_kind = 'apiKey' and g.subject_id = k.id::text
          order by g.created_at desc, g.id desc limit 1
        ) moved on true
      ) found where problem is not null`,
  },
];
