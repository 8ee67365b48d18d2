import { expect, test } from 'vitest';
import { ChangeRequest } from '../models/ChangeRequest.ts';
import { changeVerdicts } from './changeVerdicts.ts';

const NOW = new Date('2026-11-03T12:00:00Z');
const MAKER = { id: 'maker', role: 'admin', roleSince: new Date('2026-01-01T00:00:00Z') } as const;

const request = (requiredApprovals: number, changes: object = {}) =>
  Object.assign(new ChangeRequest(), {
    status: 'waiting',
    makerId: MAKER.id,
    approverRole: 'admin',
    requiredApprovals,
    approvals: [],
    createdAt: new Date('2026-11-03T11:00:00Z'),
    expiresAt: new Date('2026-11-10T11:00:00Z'),
    ...changes,
  });

test('the only admin reads that a delay has to pass, not that another person has to approve', () => {
  const { approve, cancel } = changeVerdicts(request(0), MAKER, NOW);
  expect(approve?.message).toBe('This needs no approval: it takes effect after its delay.');
  expect(cancel).toBeNull();
});

test('who made a request that needs approvals reads that another person has to give them', () => {
  const { approve } = changeVerdicts(request(1), MAKER, NOW);
  expect(approve).toMatchObject({ reason: 'SAME_PERSON' });
});

const CHECKER = { id: 'checker', role: 'admin', roleSince: new Date('2026-01-01T00:00:00Z') } as const;
const reasons = (...given: Parameters<typeof changeVerdicts>) => {
  const { approve, reject, cancel } = changeVerdicts(...given);
  return [approve, reject, cancel].map((refusal) => refusal?.reason ?? null);
};

test('another admin decides, and only the maker cancels', () => {
  expect(reasons(request(1), CHECKER, NOW)).toEqual([null, null, 'PERMISSION_DENIED']);
  expect(reasons(request(1), MAKER, NOW)).toEqual(['SAME_PERSON', 'SAME_PERSON', null]);
});

test('of a delay any approver or admin can say stop, and no one else but the maker', () => {
  const of = (role: 'viewer' | 'operator' | 'approver' | 'admin') =>
    changeVerdicts(request(0), { ...CHECKER, role }, NOW).cancel?.reason ?? null;
  expect([of('admin'), of('approver'), of('operator'), of('viewer')]).toEqual([
    null,
    null,
    'PERMISSION_DENIED',
    'PERMISSION_DENIED',
  ]);
});

test('what has ended or expired is decided no more', () => {
  const refusals = ['ILLEGAL_TRANSITION', 'ILLEGAL_TRANSITION', 'ILLEGAL_TRANSITION'];
  for (const ended of [{ status: 'applied' }, { expiresAt: NOW }])
    for (const person of [MAKER, CHECKER]) expect(reasons(request(1, ended), person, NOW)).toEqual(refusals);
});

test('who has not the role, or has it since after the request, does not decide', () => {
  const denied = ['PERMISSION_DENIED', 'PERMISSION_DENIED', 'PERMISSION_DENIED'];
  const approver = { ...CHECKER, role: 'approver' as const };
  expect(reasons(request(1), approver, NOW)).toEqual(denied);
  expect(reasons(request(1, { approverRole: 'approver' }), approver, NOW).slice(0, 2)).toEqual([null, null]);
  const { createdAt } = request(1);
  expect(reasons(request(1), { ...CHECKER, roleSince: createdAt }, NOW)).toEqual(denied);
});

test('who has approved already does not approve again', () => {
  const approvals = [{ staffId: CHECKER.id }];
  expect(reasons(request(2, { approvals }), CHECKER, NOW)).toEqual([
    'SAME_PERSON',
    null,
    'PERMISSION_DENIED',
  ]);
});
