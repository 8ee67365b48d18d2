import { hash, randomBytes } from 'node:crypto';
import { internalId } from '@paydesk/types';
import { v7 } from 'uuid';

/** A new primary key: UUIDv7, so that ids sort by time of creation. */
export const newId = (at: Date = new Date()): string => v7({ msecs: at.getTime() });

/** `PAY_…` for a payment created at this moment. */
export const newInternalPaymentId = (at: Date): string =>
  internalId('PAY', at, randomBytes(4).toString('hex'));

/** `WD_…` for a withdrawal created at this moment. */
export const newInternalWithdrawalId = (at: Date): string =>
  internalId('WD', at, randomBytes(4).toString('hex'));

/** 192 random bits for a link that cannot be guessed. */
export const newLinkToken = (): string => randomBytes(24).toString('base64url');

/** SHA-256 as lowercase hex. */
export const sha256Hex = (content: string): string => hash('sha256', content);
