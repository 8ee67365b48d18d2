/** Smallest and largest deposit that can be requested, in US dollars. A database check holds the same values. */
export const MIN_PAYMENT_USD = '1.00';
export const MAX_PAYMENT_USD = '50000.00';

/** Smallest withdrawal, fees included, in US dollars. A database check holds the same value. */
export const MIN_WITHDRAWAL_USD = '10.00';

/** Withdrawals that one bulk approval or rejection may name. */
export const MAX_BULK_WITHDRAWALS = 50;

/** Amount bands of a policy, and the approvals that one band may require. */
export const MAX_BANDS = 10;
export const MAX_APPROVALS = 10;

/** Days for which a credit by staff can exclude those who made or approved it from the user's withdrawals. */
export const MAX_CREDITOR_DAYS = 90;

/** Characters of a password that a person chooses in the browser. */
export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 200;

/** Characters of a password that the operator sets: on the command line or as `PAYDESK_STAFF_PASSWORD`. */
export const MIN_OPERATOR_PASSWORD_LENGTH = 10;

/** Characters of a note that explains an action in the audit log. */
export const MIN_NOTE_LENGTH = 3;
export const MAX_NOTE_LENGTH = 2000;

/** A caller's own references: characters of an order id, and bytes of metadata as JSON. */
export const MAX_ORDER_ID_LENGTH = 100;
export const MAX_METADATA_BYTES = 4096;

/** Notes that one row shows; older ones stay in the database and in the audit log. */
export const MAX_NOTES_SHOWN = 200;

/** Longest validity of a user token: one day. */
export const MAX_USER_TOKEN_SECONDS = 86_400;

/** Rows that one page may hold. */
export const MAX_PER_PAGE = 100;

/** Last row that `page` may reach; deeper pages are reached with `cursor`, which costs the same everywhere. */
export const MAX_OFFSET = 10_000;

/** Totals are counted up to here; beyond it `total` is this number and `totalIsEstimate` is true. */
export const COUNT_CAP = 10_000;

/** Calls that one HTTP request may contain. */
export const MAX_BATCH_CALLS = 20;

/** The cursor of the last page of a list. */
export const LAST_PAGE = 'last';

/** Saved views of one person in one list, characters of a name, and bytes of filter, sort and columns as JSON. */
export const MAX_SAVED_VIEWS = 30;
export const MAX_SAVED_VIEW_NAME = 60;
export const MAX_SAVED_VIEW_BYTES = 4096;
