import { useMinute } from './useMinute.ts';
import { ago as formatAgo, localTime, utcTime } from './formats.ts';

/** A time in the local time zone, with UTC in the title; `ago` shows how long ago it was instead. */
export function TimeText({ at, ago, none = '–' }: { at: string | null; ago?: boolean; none?: string }) {
  if (at === null) return <span>{none}</span>;
  return (
    <time
      dateTime={at}
      title={ago ? `${localTime(at)} (${utcTime(at)})` : utcTime(at)}
      style={{ whiteSpace: 'nowrap' }}
    >
      {ago ? <Ago at={at} /> : localTime(at)}
    </time>
  );
}

const Ago = ({ at }: { at: string }) => formatAgo(at, useMinute());
