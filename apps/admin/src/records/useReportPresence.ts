import { type ClaimSubject, PRESENCE_HEARTBEAT_SECONDS } from '@paydesk/types/rules';
import { useEffect } from 'react';

const ADDRESS = '/api/live/presence';

/** Of this page of the browser, until it is closed. */
const tab = crypto.randomUUID();

/** Tells colleagues that this person looks at the row, while the page is visible. */
export function useReportPresence(subjectKind: ClaimSubject, subjectId: string): void {
  useEffect(() => {
    let isReported = false;
    const report = (viewing: { subjectKind: ClaimSubject; subjectId: string } | null) => {
      isReported = viewing !== null;
      // `keepalive`: it is sent although the page closes. Whether it arrives changes nothing on this page.
      void fetch(ADDRESS, {
        method: 'POST',
        keepalive: true,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ tab, viewing }),
      }).catch(() => undefined);
    };
    const update = () => {
      if (document.visibilityState === 'visible') report({ subjectKind, subjectId });
      else leave();
    };
    const leave = () => isReported && report(null);
    update();
    const timer = setInterval(() => isReported && update(), PRESENCE_HEARTBEAT_SECONDS * 1000);
    document.addEventListener('visibilitychange', update);
    addEventListener('pagehide', leave);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', update);
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [subjectKind, subjectId]);
}
