import type { Session } from './records.ts';

/*
 * What the first page needs of the desk, asked before the code of the app is there. The first file of the page has
 * this, so it imports nothing. Each answer is used once, for the same question, by the client (`trpc`); it is that of
 * the desk to the cookie of this browser, and none of it is shown before the desk has confirmed who is signed in.
 */

/** Set while somebody is signed in. */
const SIGNED_IN = 'paydesk.signedIn';
/** Later, it may be out of date. */
const USED_WITHIN_MS = 10_000;

/** So long, the rows wait for the names in them. */
const NAMES_WITHIN_MS = 500;

const SESSION = 'system.session';

interface Answer {
  data: unknown;
}

interface Question {
  path: string;
  input?: Record<string, unknown>;
}

/** A list whose rows have arrived early. */
interface EarlyList {
  resource: string;
  /** The users whose names its rows show; none if they come later. */
  userIds: string[];
}

/** By path and input; null: it was refused, or did not arrive. */
const answers = new Map<string, Promise<Answer | null>>();
let list: Promise<EarlyList | null> = Promise.resolve(null);
let session: Promise<Session | null | undefined> = Promise.resolve(undefined);
let known: Session | null = null;
let sentAt = 0;

/** Asks who is signed in and, if the address is that of a list, for its rows; where somebody was signed in before. */
export function sendEarly(): void {
  if (!wasSignedIn()) return;
  sentAt = performance.now();
  const questions: Question[] = [{ path: SESSION }, ...listQuestion()];
  const batch = ask(questions);
  questions.forEach(({ path, input }, index) =>
    answers.set(
      keyOf(path, input),
      // Without a session nothing else counts.
      batch.then((parts) => (parts?.answers[0] && parts.answers[index]) ?? null),
    ),
  );
  list = batch.then(async (parts) => await askNames(questions[1]?.path, parts?.answers));
  session = batch.then((parts) => {
    if (parts === null) return undefined;
    known = (parts.answers[0]?.data ?? null) as Session | null;
    // Only a refusal for this reason says that no one is signed in.
    if (known === null && parts.status !== 401) return undefined;
    return known;
  });
}

/** Who is signed in, by the first request: null for no one, undefined if it was not sent or has failed. */
export const answeredSession = (): Promise<Session | null | undefined> => session;

/** The same, if the answer has arrived and nothing has changed since. */
export const knownSession = (): Session | null => known;

/** The list of the address, once it can be shown; null: it has to be asked for. */
export const answeredList = (): Promise<EarlyList | null> => list;

/** The early answer to a question, which is then forgotten; undefined if it was not asked. */
export function takeEarly(path: string, input: unknown): Promise<Answer | null> | undefined {
  const key = keyOf(path, input);
  const answer = answers.get(key);
  answers.delete(key);
  return performance.now() - sentAt > USED_WITHIN_MS ? undefined : answer;
}

/** Whether somebody was signed in here; false where storage is not allowed. */
export function wasSignedIn(): boolean {
  try {
    return localStorage.getItem(SIGNED_IN) !== null;
  } catch {
    return false;
  }
}

export function rememberSignedIn(isSignedIn: boolean): void {
  // What was asked for one person is not for the next.
  if (!isSignedIn) {
    answers.clear();
    known = null;
  }
  try {
    if (isSignedIn) localStorage.setItem(SIGNED_IN, '1');
    else localStorage.removeItem(SIGNED_IN);
  } catch {
    // Then the next visit is a little slower.
  }
}

/** The names in the rows come right after them, so that both are shown at once. */
async function askNames(
  path: string | undefined,
  [mine, answer]: readonly (Answer | undefined)[] = [],
): Promise<EarlyList | null> {
  const rows = (answer?.data as { data?: { userId?: string }[] } | undefined)?.data;
  if (path === undefined || mine === undefined || rows === undefined) return null;
  const ids = [...new Set(rows.flatMap(({ userId }) => userId ?? []))].toSorted();
  const resource = path.replace(/\..*/, '');
  if (ids.length === 0) return { resource, userIds: [] };
  const question = { path: 'users.getMany', input: { ids } };
  const names = ask([question]).then((parts) => parts?.answers[0] ?? null);
  answers.set(keyOf(question.path, question.input), names);
  const late = new Promise<null>((resolve) => setTimeout(resolve, NAMES_WITHIN_MS, null));
  return { resource, userIds: (await Promise.race([names, late])) === null ? [] : ids };
}

const keyOf = (path: string, input: unknown) => `${path} ${JSON.stringify(input) ?? ''}`;

async function ask(
  questions: readonly Question[],
): Promise<{ status: number; answers: (Answer | undefined)[] } | null> {
  const inputs = Object.fromEntries(
    questions.flatMap(({ input }, index) => (input === undefined ? [] : [[index, input]])),
  );
  const paths = questions.map(({ path }) => path).join(',');
  try {
    const response = await fetch(
      `/trpc/${paths}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`,
    );
    const parts = (await response.json()) as { result?: Answer }[];
    return { status: response.status, answers: parts.map(({ result }) => result) };
  } catch {
    return null;
  }
}

/** The lists that begin with the newest rows and no filter, as the links of the menu open them. */
const LISTS = ['payments', 'withdrawals', 'transactions', 'users'];
export const NEWEST = {
  page: 1,
  perPage: 25,
  sort: { field: 'createdAt', order: 'DESC' },
  filter: {},
} as const;

function listQuestion(): Question[] {
  const resource = location.hash.replace(/^#\//, '');
  // With other rows than the newest, as it was left: then the list asks by itself.
  const isAsLeft = Object.keys(localStorage).some((key) => key.endsWith(`${resource}.listParams`));
  return LISTS.includes(resource) && !isAsLeft ? [{ path: `${resource}.list`, input: NEWEST }] : [];
}
