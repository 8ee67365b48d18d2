import { type Permission, ROLE_PERMISSIONS } from '@paydesk/types/rules';
import { useQuery } from '@tanstack/react-query';
import { LISTED_RESOURCES, permissionFor } from './neededPermissions.ts';
import { queryClient } from './queryClient.ts';
import type { Session } from './records.ts';
import { trpc } from './trpc.ts';
import { t } from '../texts/t.ts';

const STALE_MS = 60_000;

/** Who is signed in and what they may do; requested once a minute at most. */
export const readSession = (): Promise<Session> =>
  queryClient.fetchQuery({
    queryKey: ['system', 'session'],
    staleTime: STALE_MS,
    queryFn: () => trpc.system.session.query(undefined),
  });

/** Makes the answer known to all that ask for it, so that the first render has it. */
export function rememberSession(session: Session): void {
  queryClient.setQueryDefaults(['auth'], { staleTime: STALE_MS });
  const { id, name, email, permissions } = session;
  const known: [key: unknown[], value: unknown][] = [
    [['system', 'session'], session],
    [['own', 'session'], session],
    // Under these keys react-admin keeps what it has asked the `authProvider`.
    [['auth', 'checkAuth', {}], true],
    [['auth', 'getPermissions', {}], permissions],
    [['auth', 'getIdentity'], { id, fullName: name, email }],
    ...LISTED_RESOURCES.map((resource): [unknown[], unknown] => {
      const needed = permissionFor(resource, 'list');
      const may = needed === null || permissions.includes(needed);
      return [['auth', 'canAccess', { action: 'list', resource }], may];
    }),
  ];
  for (const [key, value] of known) queryClient.setQueryData(key, value);
}

/** Who is signed in; undefined until known. */
export const useSession = () =>
  useQuery({ queryKey: ['own', 'session'], queryFn: readSession, staleTime: STALE_MS }).data;

export const ENROL_FIRST = t('Set up a second factor first: see “Security”.');

/** Whether the person's role has a permission that is withheld until they set up a second factor. */
export function useMustEnrolFor(permission: Permission): boolean {
  const session = useSession();
  if (!session?.mustEnrol || session.role === null || session.permissions.includes(permission)) return false;
  return ROLE_PERMISSIONS[session.role].includes(permission);
}
