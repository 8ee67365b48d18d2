import { expect, test } from 'vitest';
import { ChangeRequest } from '../models/ChangeRequest.ts';
import { changeVerdicts } from './changeVerdicts.ts';

const NOW = new Date('2026-11-03T12:00:00Z');
const MAKER = { id: 'maker', role: 'admin', roleSince: new Date('2026-01-01T00:00:00Z') } as const;

const request = (requiredApprovals: number) =>
  Object.assign(new ChangeRequest(), {
    status: 'waiting',
    makerId: MAKER.id,
    approverRole: 'admin',
    requiredApprovals,
    approvals: [],
    createdAt: new Date('2026-11-03T11:00:00Z'),
    expiresAt: new Date('2026-11-10T11:00:00Z'),
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
