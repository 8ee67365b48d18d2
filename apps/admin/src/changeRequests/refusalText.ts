import { refusalMessage } from '../providers/describeError.ts';

/** Why the command refused, as a sentence in the page's language. `error`: the reason, a colon and the message. */
export function refusalText(error: string): string {
  const [, reason = null, message = error] = /^([A-Z_]+): (.*)$/s.exec(error) ?? [];
  return refusalMessage(reason, message);
}
