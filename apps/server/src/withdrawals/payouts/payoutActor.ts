import { systemActor, type Actor } from '../../base/actor.ts';
import type { Payout } from '../../models/Payout.ts';

/** The worker that carries orders out. */
export const PAYOUT_WORKER: Actor = systemActor('payouts');

/** Whoever ordered a payout also stands for its completion. */
export const orderer = (payout: Payout): Actor => ({
  kind: payout.orderedByKind,
  id: payout.orderedById,
  name: payout.orderedByName,
});
