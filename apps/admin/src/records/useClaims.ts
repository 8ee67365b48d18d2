import type { ClaimSubject } from '@paydesk/types/rules';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../providers/permissions.ts';
import type { Claim } from '../providers/records.ts';
import { useSession } from '../providers/session.ts';
import { trpc } from '../providers/trpc.ts';

/** What staff have taken, of the rows that this person may see; undefined until known. One request for all of a page. */
export function useClaims(): readonly Claim[] | undefined {
  const enabled = useMay()('claims.read');
  const { data } = useQuery({
    queryKey: ['claims', 'list'],
    queryFn: () => trpc.claims.open.query(undefined),
    enabled,
    // The desk tells when they change.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.data;
}

/** Who works on this row, and whether that is this person; null: no one. */
export function useClaim(subjectKind: ClaimSubject, subjectId: string): (Claim & { isOwn: boolean }) | null {
  const own = useSession()?.id;
  const claim = useClaims()?.find((one) => one.subjectKind === subjectKind && one.subjectId === subjectId);
  return claim === undefined ? null : { ...claim, isOwn: claim.staff.id === own };
}
