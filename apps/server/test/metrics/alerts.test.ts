import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { appCaller, call, httpDesk } from '../support/http.ts';
import { newUser } from '../support/testDesk.ts';
import { isFiring, parseScrape } from './promql.ts';

const { desk, app } = await httpDesk();
const deploy = resolve(import.meta.dirname, '../../../../deploy');

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string };
}

const { groups } = parse(readFileSync(resolve(deploy, 'prometheus/paydesk.rules.yml'), 'utf8')) as {
  groups: { name: string; rules: Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);

/** What Prometheus adds by itself. */
const UP = 'up{job="paydesk-server"} 1\nup{job="paydesk-worker"} 1\n';

/** What a desk in order answers. */
const healthy = await (async () => {
  await newUser(desk);
  const shop = await appCaller(desk, ['users.read']);
  expect((await call(app, shop, 'users.list')).status).toBe(200);
  desk.metrics.observeJob({ job: 'audit-seal', outcome: 'done', seconds: 0.01 });
  return UP + (await app.inject('/metrics')).body;
})();

/** For each alert, lines of a scrape with which it fires. A counter is 0 before. */
const TROUBLE: Record<string, string[]> = {
  PaydeskServerDown: ['up{job="paydesk-server"} 0'],
  PaydeskWorkerDown: ['up{job="paydesk-worker"} 0'],
  PaydeskDatabaseDown: ['paydesk_database_up 0'],
  PaydeskPoolExhausted: [
    'paydesk_pool_waiting 3',
    'paydesk_pool_connections_used 20',
    'paydesk_pool_connections_max 20',
  ],
  PaydeskStandbyUnused: ['paydesk_standby_used{standby="db-b:5432"} 0'],
  PaydeskErrors: ['paydesk_procedure_calls_total{procedure="users.list",reason="INTERNAL"} 1'],
  PaydeskJobsOverdue: ['paydesk_jobs_overdue_seconds 61'],
  PaydeskJobFails: ['paydesk_job_runs_total{job_name="audit-seal",outcome="failed"} 4'],
  PaydeskJobsGivenUp: ['paydesk_jobs_failed 1'],
  PaydeskUnexplainedMoney: ['paydesk_unexplained_usd -0.01'],
  PaydeskVerificationFailed: ['paydesk_verified 0'],
  PaydeskVerificationMissing: ['paydesk_verification_age_seconds 100001'],
  PaydeskWithdrawalTampered: ['paydesk_withdrawals_tampered 1'],
  PaydeskAuditLogCut: ['paydesk_audit_sealed_entries -1'],
  PaydeskAuditLogUnsealed: ['paydesk_audit_unsealed_seconds 61'],
  PaydeskSealsBehind: ['paydesk_seal_queue 1', 'paydesk_seal_age_seconds 301'],
  PaydeskProviderDown: ['paydesk_provider_circuit{state="closed"} 0'],
  PaydeskPollingBehind: ['paydesk_payments_overdue_seconds 3601'],
  PaydeskProviderThrottles: ['paydesk_provider_groups_paused 1'],
  PaydeskMinimumsOld: ['paydesk_minimum_age_seconds 86401'],
  PaydeskWebhooksRefused: ['paydesk_webhooks_refused_total 6'],
  PaydeskPayoutUnknown: ['paydesk_payouts_unknown_seconds 901'],
  PaydeskPayoutFailed: ['paydesk_payouts_failed 1'],
  PaydeskEventsNotNumbered: ['paydesk_events_waiting_seconds 11'],
  PaydeskDeliveriesBehind: ['paydesk_webhook_delivery_lag_seconds 901'],
  PaydeskEndpointFailing: ['paydesk_webhook_endpoints_failing 1'],
  PaydeskEndpointDisabled: ['paydesk_webhook_endpoints_disabled 1'],
  PaydeskCustomersWait: ['paydesk_payments_needing_attention 1'],
  PaydeskWithdrawalsWait: ['paydesk_withdrawals_to_review 1'],
};

/** The scrape with these lines in place of their own. */
function troubled(lines: string[]): string {
  const names = lines.map((line) => line.slice(0, line.lastIndexOf(' ')));
  const kept = healthy.split('\n').filter((line) => !names.some((name) => line.startsWith(`${name} `)));
  return `${kept.join('\n')}\n${lines.join('\n')}\n`;
}

test('every alert is tried here, has a severity and says what is wrong', () => {
  expect(rules.map(({ alert }) => alert).toSorted()).toEqual(Object.keys(TROUBLE).toSorted());
  for (const { labels, annotations } of rules) {
    expect(['critical', 'warning', 'info']).toContain(labels.severity);
    expect(annotations.summary.length).toBeGreaterThan(10);
  }
});

test.each(rules.map((rule) => [rule.alert, rule.expr]))(
  '%s fires in trouble, and only then',
  (alert, expr) => {
    const before = parseScrape(healthy);
    expect(isFiring(expr, { now: before, before }), 'a desk in order').toBe(false);
    const now = parseScrape(troubled(TROUBLE[alert] ?? []));
    expect(isFiring(expr, { now, before }), 'in trouble').toBe(true);
    // Trouble of another kind is not its business.
    for (const [other, lines] of Object.entries(TROUBLE))
      if (!sharesMetric(lines, TROUBLE[alert] ?? []))
        expect(isFiring(expr, { now: parseScrape(troubled(lines)), before }), other).toBe(false);
  },
);

test('during an outage only the alert of the database fires, however full the pool is', () => {
  const lines = [...(TROUBLE['PaydeskPoolExhausted'] ?? []), ...(TROUBLE['PaydeskDatabaseDown'] ?? [])];
  const now = parseScrape(troubled(lines));
  const firing = rules.filter(({ expr }) => isFiring(expr, { now, before: parseScrape(healthy) }));
  expect(firing.map(({ alert }) => alert)).toEqual(['PaydeskDatabaseDown']);
});

test('alerts and dashboard use metrics that the desk has', () => {
  const known = new Set([...healthy.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name));
  known.add('up');
  const dashboard = readFileSync(resolve(deploy, 'grafana/paydesk.json'), 'utf8');
  const expressions = [...dashboard.matchAll(/"expr": "(.*)"/g)].map(([, expr = '']) => expr);
  expect(expressions.length).toBeGreaterThan(30);
  const used = [...rules.map(({ expr }) => expr), ...expressions].flatMap(
    (expr) => expr.match(/\b(?:up|paydesk_\w+|process_\w+|nodejs_\w+)\b(?=[[{) ]|$)/g) ?? [],
  );
  expect(used.length).toBeGreaterThan(60);
  for (const name of new Set(used)) expect(known).toContain(name.replace(/_(bucket|count|sum)$/, ''));
});

const namesIn = (lines: string[]) => lines.map((line) => line.split(/[{ ]/)[0]);
const sharesMetric = (some: string[], others: string[]) =>
  namesIn(some).some((name) => namesIn(others).includes(name));
