import type { ErrorReason } from '../errorReasons.ts';
import type { ErrorDescription } from './errorDescription.ts';
import { moneyErrors } from './moneyErrors.ts';
import { requestErrors } from './requestErrors.ts';
import { staffErrors } from './staffErrors.ts';

export type { ErrorDescription } from './errorDescription.ts';

/** What every reason means, and what a caller can do about it. The documentation of errors is made from it. */
export const ERROR_DESCRIPTIONS: Readonly<Record<ErrorReason, ErrorDescription>> = {
  ...requestErrors,
  ...moneyErrors,
  ...staffErrors,
};
