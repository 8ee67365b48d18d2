import type { Knex } from 'knex';
import { canonicalJson } from '../base/canonicalJson.ts';
import { sha256Hex } from '../base/identifiers.ts';
import { canonicalText } from '../base/canonicalText.ts';
import type { Fault, Finding } from './finding.ts';
import { readRows } from './readRows.ts';

/** Recomputes what every withdrawal says was requested: its hash is what people approved. */
export async function verifyPayloads(trx: Knex.Transaction): Promise<Finding> {
  return await walk<PayloadRow>(trx, PAYLOADS, ([id, hash, isIntact, network, ...fields]) => {
    // Requests from before the network was part of the hash have none.
    const signed = network === null ? [id, ...fields] : [id, ...fields, network];
    if (hash !== sha256Hex(canonicalText(signed)))
      return { table: 'withdrawal_requests', id, problem: 'its fields do not give its hash' };
    if (!isIntact)
      return { table: 'withdrawal_requests', id, problem: 'it is marked as changed, and its hash is right' };
    return null;
  });
}

/** Recomputes what every change request asks for: its hash is what people approved. */
export async function verifyChanges(trx: Knex.Transaction): Promise<Finding> {
  return await walk<ChangeRow>(trx, CHANGES, ([id, action, makerId, payload, hash]) =>
    hash === sha256Hex(canonicalJson(['changeRequest', id, action, makerId, JSON.parse(payload)]))
      ? null
      : { table: 'change_requests', id, problem: 'its fields do not give its hash' },
  );
}

/** Recomputes the digest of every report of the provider. */
export async function verifyReports(trx: Knex.Transaction): Promise<Finding> {
  return await walk<ReportRow>(trx, REPORTS, ([id, source, digest, body]) =>
    digest === sha256Hex(`${source}\n${canonicalJson(JSON.parse(body))}`)
      ? null
      : { table: 'provider_events', id, problem: 'its content does not match its digest' },
  );
}

async function walk<Row extends readonly unknown[]>(
  trx: Knex.Transaction,
  query: string,
  check: (row: Row) => Fault | null,
): Promise<Finding> {
  const finding: Finding = { rows: 0, faults: 0, firstBad: null };
  for await (const rows of readRows<Row>(trx, query)) {
    finding.rows += rows.length;
    for (const row of rows) {
      const fault = check(row);
      if (fault === null) continue;
      finding.faults += 1;
      finding.firstBad ??= fault;
    }
  }
  return finding;
}

const PAYLOADS = /* sql */ `
  select w.id::text, w.payload_hash, w.is_intact, w.network, w.user_id::text, round(w.amount_usd::numeric, 2)::text,
    w.currency_code, w.wallet_address, w.extra_id, round(w.network_fee_usd::numeric, 2)::text,
    round(w.service_fee_usd::numeric, 2)::text
  from withdrawal_requests w order by w.id`;

type PayloadRow = [
  id: string,
  hash: string,
  isIntact: boolean,
  network: string | null,
  ...fields: (string | null)[],
];

const CHANGES = /* sql */ `
  select c.id::text, c.action, c.maker_id::text, c.payload::text, c.payload_hash from change_requests c order by c.id`;

type ChangeRow = [id: string, action: string, makerId: string, payload: string, hash: string];

const REPORTS = /* sql */ `select e.id::text, e.source, e.digest, e.body::text from provider_events e order by e.id`;

type ReportRow = [id: string, source: string, digest: string, body: string];
