import { t } from '../texts/t.ts';

const KINDS: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android.*Mobile/, t('Android phone')],
  [/Android/, t('Android tablet')],
  [/Macintosh|Mac OS X/, t('Mac')],
  [/Windows/, t('Windows computer')],
  [/CrOS/, t('Chromebook')],
  [/Linux/, t('Linux computer')],
];

/** A suggested name for a passkey that is created in this browser. */
export const deviceName = (userAgent: string): string =>
  KINDS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? t('This device');
