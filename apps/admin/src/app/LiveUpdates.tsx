import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { affectedQueries } from '../providers/affectedQueries.ts';
import { followLive } from '../providers/followLive.ts';
import { useSession } from '../providers/session.ts';
import { trpc } from '../providers/trpc.ts';
import { setViewers } from '../providers/viewers.ts';

/** While the desk tells nothing, for instance because a proxy holds the stream up, pages look by themselves. */
const WITHOUT_STREAM_MS = 30_000;

/** Shows what others change, as it happens: the desk says what to load again, and who looks at what. Renders nothing. */
export function LiveUpdates() {
  const queryClient = useQueryClient();
  const person = useSession()?.id;
  const [isLive, setLive] = useState(false);

  useEffect(() => {
    if (person === undefined) return undefined;
    const affected = affectedQueries(queryClient);
    const stop = followLive(person, (news) => {
      if (news.kind === 'live') setLive(news.isLive);
      else if (news.kind === 'changes') affected.add(news.changes);
      else if (news.kind === 'reset') affected.addAll();
      else if (news.kind === 'viewers') setViewers(news.viewers);
      // The refusal of this request shows the sign-in page.
      else if (news.reason === 'UNAUTHENTICATED') trpc.system.session.query(undefined).catch(() => undefined);
      // The role is another one: so is what may be seen.
      else if (news.reason === 'PERMISSION_DENIED')
        for (const key of [['system', 'session'], ['own', 'session'], ['auth']])
          void queryClient.invalidateQueries({ queryKey: key });
    });
    return () => {
      stop();
      affected.stop();
      setViewers([]);
      setLive(false);
    };
  }, [person, queryClient]);

  useEffect(() => {
    if (isLive || person === undefined) return undefined;
    const affected = affectedQueries(queryClient);
    const timer = setInterval(
      () => document.visibilityState === 'visible' && affected.addAll(),
      WITHOUT_STREAM_MS,
    );
    return () => clearInterval(timer);
  }, [isLive, person, queryClient]);
  return null;
}
