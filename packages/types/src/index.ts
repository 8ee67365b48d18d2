/**
 * What crosses the wire, and the rules that both sides read: schemas, money, ids, statuses, permissions, display.
 * Imports zod and decimal.js only.
 */
export * from './can.ts';
export * from './display.ts';
export * from './ids.ts';
export * from './list.ts';
export * from './money.ts';
export * from './networks/index.ts';
export * from './permissions.ts';
export * from './reasons.ts';
export * from './schemas.ts';
export * from './statuses.ts';
