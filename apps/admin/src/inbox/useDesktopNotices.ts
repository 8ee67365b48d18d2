import { useEffect, useRef, useState } from 'react';
import type { SeenItems } from './seenItems.ts';
import { newItems } from './seenItems.ts';
import type { InboxGroup, InboxItem } from './useInbox.ts';
import { BRAND_LOGO } from '../theme/brand.ts';

const isSupported = () => 'Notification' in globalThis;
const keyOf = (person: string) => `paydesk-notify ${person}`;

export interface DesktopNotices {
  state: 'off' | 'on' | 'refused' | 'unsupported';
  /** Asks the browser, which asks the person. Only ever called by a press of theirs. */
  turnOn(): Promise<void>;
  turnOff(): void;
}

/** Notifications of the browser about what is new, while no page of the desk is visible; only if the person wants them. */
export function useDesktopNotices(
  person: string | undefined,
  groups: readonly InboxGroup[],
  seen: SeenItems,
): DesktopNotices {
  const [, setChanged] = useState(0);
  const wanted = person !== undefined && localStorage.getItem(keyOf(person)) === 'yes';
  const permission = isSupported() ? Notification.permission : 'denied';
  const isOn = wanted && permission === 'granted';
  useNotify(isOn, groups, seen);
  const set = (on: boolean) => {
    if (person === undefined) return;
    if (on) localStorage.setItem(keyOf(person), 'yes');
    else localStorage.removeItem(keyOf(person));
    setChanged((times) => times + 1);
  };
  return {
    state: !isSupported() ? 'unsupported' : isOn ? 'on' : permission === 'denied' ? 'refused' : 'off',
    turnOn: async () => set((await Notification.requestPermission()) === 'granted'),
    turnOff: () => set(false),
  };
}

function useNotify(isOn: boolean, groups: readonly InboxGroup[], seen: SeenItems): void {
  const known = useRef(new Map<string, ReadonlySet<string>>());
  useEffect(() => {
    for (const group of groups) {
      const fresh = newItems(group, seen);
      const before = known.current.get(group.key);
      known.current.set(group.key, new Set(fresh.map(({ id }) => id)));
      // What waited when the group was first read is no news.
      if (!isOn || before === undefined || document.visibilityState === 'visible') continue;
      for (const item of fresh) if (!before.has(item.id)) notify(group, item);
    }
  }, [isOn, groups, seen]);
}

function notify({ title }: InboxGroup, { id, text, to }: InboxItem): void {
  // The tag makes one of it, although each open tab says it.
  const notice = new Notification(title, { body: text, tag: id, icon: BRAND_LOGO });
  notice.onclick = () => {
    window.focus();
    location.hash = to;
    notice.close();
  };
}
