import {
  ROLE_PERMISSIONS,
  SERVICE_SCOPES,
  USER_PERMISSIONS,
  type Permission,
  type StaffRole,
} from '@paydesk/types';

/** The authenticated caller and their permissions. The kind decides whose rows they can access. */
export type Principal = StaffPrincipal | ServicePrincipal | UserPrincipal | AnonymousPrincipal;

export interface StaffPrincipal {
  kind: 'staff';
  id: string;
  name: string;
  email: string;
  role: StaffRole;
  twoFactorEnabled: boolean;
  /** The role requires a second factor and there is none: the permissions allow only reading, and setting one up. */
  mustEnrol?: boolean;
  sessionId: string;
  permissions: ReadonlySet<Permission>;
}

/** An internal app; `id` is the id of its API key. */
export interface ServicePrincipal {
  kind: 'service';
  id: string;
  name: string;
  permissions: ReadonlySet<Permission>;
}

/** An end user; `id` is the id of the token, `userId` the user whose rows it can access. */
export interface UserPrincipal {
  kind: 'user';
  id: string;
  userId: string;
  /** The API key whose app created the token: its limits apply. Null: no app created it. */
  mintedByKeyId: string | null;
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

/**
 * What a person may do until they have the second factor that their role requires: read page by page, and set one up.
 * A whole list in one file is not for a session that may be stolen.
 */
export const permissionsWhileEnrolling: ReadonlySet<Permission> = new Set(
  [...rolePermissions.viewer].filter((permission) => permission !== 'exports.manage'),
);

const permissionsOfUsers: ReadonlySet<Permission> = new Set(USER_PERMISSIONS);

const grantable: ReadonlySet<string> = new Set(SERVICE_SCOPES);

/**
 * The permissions of a key's stored scopes. A scope that services may no longer have is ignored. Every key may
 * read its own session.
 */
export function permissionsOfScopes(scopes: readonly string[]): ReadonlySet<Permission> {
  return new Set<Permission>([
    'session.read',
    ...scopes.filter((scope): scope is Permission => grantable.has(scope)),
  ]);
}

/**
 * The permissions of a user token: everything that users may do, or the scopes that the token was limited to.
 * Every token may read its own session.
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
