import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { affectedQueries } from '../providers/affectedQueries.ts';
import { followDeskEvents } from '../providers/eventStream.ts';
import { useMay } from '../providers/permissions.ts';
import { trpc } from '../providers/trpc.ts';

/** Shows what others change, as it happens: the desk's events say what to load again. Renders nothing. */
export function LiveUpdates() {
  const queryClient = useQueryClient();
  const enabled = useMay()('events.read');
  useEffect(() => {
    if (!enabled) return undefined;
    const affected = affectedQueries(queryClient);
    const stop = followDeskEvents({
      onEvent: affected.add,
      onGap: affected.addAll,
      onEnd(reason) {
        // The refusal of this request shows the sign-in page.
        if (reason === 'UNAUTHENTICATED') trpc.system.session.query(undefined).catch(() => undefined);
      },
    });
    return () => {
      stop();
      affected.stop();
    };
  }, [enabled, queryClient]);
  return null;
}
