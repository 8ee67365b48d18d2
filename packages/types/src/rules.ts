/**
 * The rules and words that need no schema: statuses, what may be done when, permissions, networks, money,
 * display. A browser that takes these alone does not load zod.
 */
export * from './can.ts';
export * from './display.ts';
export * from './ids.ts';
export * from './listLimits.ts';
export * from './money.ts';
export * from './networks/index.ts';
export * from './payoutStatuses.ts';
export * from './permissions.ts';
export * from './reasons.ts';
export * from './staffActions.ts';
export * from './statuses.ts';
