/** The headers that `explain` compares; those that were not found are absent. */
interface PastedHeaders {
  webhookId?: string;
  webhookTimestamp?: string;
  webhookSignature?: string;
}

/**
 * Finds the three webhook headers in pasted text: lines of a request, a JSON object, or the dump of a program such as
 * `HTTP_WEBHOOK_ID => …`.
 */
export function pastedHeaders(text: string): PastedHeaders {
  const [id, timestamp, signature] = [
    valueOf(text, 'id'),
    valueOf(text, 'timestamp'),
    valueOf(text, 'signature'),
  ];
  return {
    ...(id && { webhookId: id }),
    ...(timestamp && { webhookTimestamp: timestamp }),
    ...(signature && { webhookSignature: signature }),
  };
}

function valueOf(text: string, name: string): string | undefined {
  const found = new RegExp(`webhook[-_]${name}["'\\]]*\\s*(?:=>|[:=,])\\s*["']?([^"'\\r\\n]*)`, 'i').exec(
    text,
  );
  return found?.[1]
    ?.trim()
    .replace(/[,;}]+$/, '')
    .trim();
}
