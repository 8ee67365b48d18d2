/**
 * What crosses the wire, and the rules that both sides read: schemas, money, ids, statuses, permissions,
 * display. Imports zod and decimal.js only.
 */
export * from './accessSchemas.ts';
export * from './auditSchemas.ts';
export * from './idSchemas.ts';
export * from './list.ts';
export * from './moneySchemas.ts';
export * from './permissionSchemas.ts';
export * from './policySchemas.ts';
export * from './rules.ts';
export * from './schemas.ts';
export * from './staffSchemas.ts';
export * from './statusSchemas.ts';
export * from './stepUpChallengeSchemas.ts';
export * from './stepUpSchemas.ts';
