import { age, localTime, utcTime } from './times.ts';

/** A moment in local time, UTC in the title; `ago` shows its age instead. */
export function TimeText({ at, ago, none = '–' }: { at: string | null; ago?: boolean; none?: string }) {
  if (at === null) return <span>{none}</span>;
  const text = ago ? `${age(at, new Date())} ago` : localTime(at);
  return (
    <time dateTime={at} title={ago ? `${localTime(at)} (${utcTime(at)})` : utcTime(at)} style={{ whiteSpace: 'nowrap' }}>
      {text}
    </time>
  );
}
