import { useSyncExternalStore } from 'react';

const PATTERN = /^#\/invite\/([^/?]+)/;

const tokenInAddress = (): string | null => PATTERN.exec(location.hash)?.[1] ?? null;

function onAddress(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

/** The word of the invitation that the address holds, behind its `#`; null where it holds none. */
export const useInviteToken = (): string | null => useSyncExternalStore(onAddress, tokenInAddress);
