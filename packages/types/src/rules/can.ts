/** Whether something may be done now; if not, `why` is a sentence for the disabled button. */
export type Can = { allowed: true } | { allowed: false; why: string };

export const notAllowed = (why: string): Can => ({ allowed: false, why });

export const allowedIf = (condition: boolean, why: string): Can =>
  condition ? { allowed: true } : notAllowed(why);

/** A status inside a sentence: `partially_paid` is "partially paid". */
export const readable = (status: string): string => status.replaceAll('_', ' ');
