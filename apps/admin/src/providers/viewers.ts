import type { ClaimSubject, Viewer } from '@paydesk/types/rules';
import { useMemo, useSyncExternalStore } from 'react';
import { useSession } from './session.ts';

let viewers: readonly Viewer[] = [];
const watchers = new Set<() => void>();

/** Sets who looks at what at the moment. */
export function setViewers(now: readonly Viewer[]): void {
  viewers = now;
  for (const watch of watchers) watch();
}

function watchViewers(watch: () => void): () => void {
  watchers.add(watch);
  return () => watchers.delete(watch);
}

/** Who else looks at this row now. */
export function useViewers(subjectKind: ClaimSubject, subjectId: string): readonly Viewer[] {
  const all = useSyncExternalStore(watchViewers, () => viewers);
  const own = useSession()?.id;
  return useMemo(
    () =>
      all.filter(
        (viewer) =>
          viewer.subjectKind === subjectKind && viewer.subjectId === subjectId && viewer.staffId !== own,
      ),
    [all, own, subjectKind, subjectId],
  );
}
