import type { Knex } from 'knex';
import type { ProviderCircuit } from './providerTraffic.ts';

/** This many failures in a row open the circuit, each within the window after the one before. */
export const FAILURES_TO_OPEN = 6;
const WINDOW_MS = 120_000;

/** Time from the first opening to the probe; it doubles each time, up to five minutes. */
export const OPEN_MS = 10_000;

/** A probe takes at most 5 s; after a crash another instance takes over after this. */
const PROBE_MS = 20_000;

export async function readCircuit(knex: Knex): Promise<ProviderCircuit> {
  const { rows } = await knex.raw<{
    rows: { state: ProviderCircuit['state']; since: Date; last_error: string | null }[];
  }>('select state, since, last_error from provider_circuit');
  const circuit = rows[0];
  if (circuit === undefined) throw new Error('the provider circuit has no row');
  return { state: circuit.state, since: circuit.since, lastError: circuit.last_error };
}

/** Counts a failure. Returns whether it opened the circuit. */
export async function noteFailure(knex: Knex, error: string, at: Date | null): Promise<boolean> {
  return await isTrue(knex, 'select note_provider_failure(?, ?, ?, ?, ?) as yes', [
    error,
    FAILURES_TO_OPEN,
    WINDOW_MS,
    OPEN_MS,
    at,
  ]);
}

/** Of all instances that call this when a probe is due, exactly one gets true. */
export async function claimProbe(knex: Knex, at: Date | null): Promise<boolean> {
  return await isTrue(knex, 'select claim_provider_probe(?, ?) as yes', [PROBE_MS, at]);
}

export async function endProbe(knex: Knex, error: string | null, at: Date | null): Promise<void> {
  await knex.raw('select end_provider_probe(?, ?, ?, ?)', [error, FAILURES_TO_OPEN, OPEN_MS, at]);
}

async function isTrue(
  knex: Knex,
  statement: string,
  bindings: (string | number | Date | null)[],
): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: { yes: boolean }[] }>(statement, bindings as Knex.RawBinding[]);
  return rows[0]?.yes === true;
}
