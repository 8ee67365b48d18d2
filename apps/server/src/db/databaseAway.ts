import { DomainError } from '../base/domainError.ts';

/** Of sockets, and PostgreSQL's: shutting down, starting up, too many connections, connection lost, only readable. */
const CODES: ReadonlySet<string> = new Set(
  (
    'ECONNREFUSED ECONNRESET ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ETIMEDOUT EPIPE ' +
    '57P01 57P02 57P03 53300 08000 08001 08003 08004 08006 25006'
  ).split(' '),
);

/** Errors of knex and of the driver that have no code. Knex puts the statement in front, if one was under way. */
const MESSAGES = [
  'Knex: Timeout acquiring a connection',
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Client has encountered a connection error',
  'Client was closed',
  'Unable to acquire a connection',
];
const AFTER_STATEMENT = ' - ';

/** Seconds after which a caller may try again. */
const RETRY_AFTER_SECONDS = 5;

/** Of PostgreSQL: the disk is full, memory is used up, the disk has an error. The statement was not executed. */
const OUT_OF_SPACE: ReadonlySet<string> = new Set(['53100', '53200', '58030']);
const OUT_OF_SPACE_RETRY_SECONDS = 30;

/** The refusal that callers see while the database cannot be reached, or cannot store; null for every other error. */
export function databaseAway(error: unknown): DomainError | null {
  if (isOutOfSpace(error))
    return new DomainError(
      'DATABASE_UNAVAILABLE',
      'the database has no space left: nothing was stored, please try again later',
      { retryAfterSeconds: OUT_OF_SPACE_RETRY_SECONDS },
    );
  return isAway(error)
    ? new DomainError(
        'DATABASE_UNAVAILABLE',
        'the desk cannot reach its database: please try again in a moment',
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      )
    : null;
}

function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof DomainError) return false;
  if ('code' in error && typeof error.code === 'string' && OUT_OF_SPACE.has(error.code)) return true;
  return isOutOfSpace('nativeError' in error ? error.nativeError : error.cause);
}

function isAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof DomainError) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code !== null && CODES.has(code)) return true;
  const message = error.message.split(AFTER_STATEMENT).at(-1) ?? '';
  if (code === null && MESSAGES.some((beginning) => message.startsWith(beginning))) return true;
  return 'nativeError' in error ? isAway(error.nativeError) : isAway(error.cause);
}
