import {
  ROLE_PERMISSIONS,
  SERVICE_SCOPES,
  USER_PERMISSIONS,
  type Permission,
  type StaffRole,
} from '@paydesk/types';

/** Who is calling, and what they may do. Whose rows they see follows from the kind. */
export type Principal = StaffPrincipal | ServicePrincipal | UserPrincipal | AnonymousPrincipal;

export interface StaffPrincipal {
  kind: 'staff';
  id: string;
  name: string;
  email: string;
  role: StaffRole;
  twoFactorEnabled: boolean;
  /** The role demands a second factor and there is none: the permissions are those of setting one up. */
  mustEnrol?: boolean;
  sessionId: string;
  permissions: ReadonlySet<Permission>;
}

/** An internal app; `id` is that of its API key. */
export interface ServicePrincipal {
  kind: 'service';
  id: string;
  name: string;
  permissions: ReadonlySet<Permission>;
}

/** An end user; `id` is that of the token, `userId` whose rows it opens. */
export interface UserPrincipal {
  kind: 'user';
  id: string;
  userId: string;
  name: string;
  permissions: ReadonlySet<Permission>;
}

export interface AnonymousPrincipal {
  kind: 'anonymous';
  permissions: ReadonlySet<Permission>;
}

export const anonymous: AnonymousPrincipal = { kind: 'anonymous', permissions: new Set() };

const rolePermissions: Record<StaffRole, ReadonlySet<Permission>> = {
  viewer: new Set(ROLE_PERMISSIONS.viewer),
  operator: new Set(ROLE_PERMISSIONS.operator),
  approver: new Set(ROLE_PERMISSIONS.approver),
  admin: new Set(ROLE_PERMISSIONS.admin),
};

export const permissionsOfRole = (role: StaffRole): ReadonlySet<Permission> => rolePermissions[role];

/** Seeing who one is; second factors and sessions of one's own ask for no more. */
export const permissionsWhileEnrolling: ReadonlySet<Permission> = new Set<Permission>(['session.read']);

export const permissionsOfUsers: ReadonlySet<Permission> = new Set(USER_PERMISSIONS);

const grantable: ReadonlySet<string> = new Set(SERVICE_SCOPES);

/**
 * What the stored scopes of a key are worth today: a scope that services may no longer have counts for
 * nothing. Every key may ask who it is.
 */
export function permissionsOfScopes(scopes: readonly string[]): ReadonlySet<Permission> {
  return new Set<Permission>([
    'session.read',
    ...scopes.filter((scope): scope is Permission => grantable.has(scope)),
  ]);
}

/**
 * What a user token opens: all that users may do, or the part of it that the token was narrowed to. Every
 * token may ask whose it is.
 */
export function permissionsOfUserScopes(scopes: readonly string[] | null): ReadonlySet<Permission> {
  return scopes === null
    ? permissionsOfUsers
    : new Set(
        [...permissionsOfUsers].filter(
          (permission) => permission === 'session.read' || scopes.includes(permission),
        ),
      );
}
