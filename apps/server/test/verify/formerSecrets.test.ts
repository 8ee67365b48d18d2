import { expect, test } from 'vitest';
import { OriginKey } from '../../src/origin/originKey.ts';
import { drawOriginBoundary } from '../../src/seals/originBoundary.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { SECRET } from '../support/testDesk.ts';
import { faultsOf } from './asOwner.ts';
import { sealKey } from './sealBooks.ts';
import { verifiedDesk } from './verifiedDesk.ts';

const { knex } = await verifiedDesk();
await drawOriginBoundary(knex, sealKey);
const NEW_SECRET = 'the secret that took the place of one that leaked';

test('after PAYDESK_SECRET was replaced what was written with the former one is accepted', async () => {
  expect(faultsOf(await verifyDesk(knex, { origin: new OriginKey(SECRET) })).origins).toBeUndefined();
  const rotated = new OriginKey(NEW_SECRET, [SECRET]);
  expect(faultsOf(await verifyDesk(knex, { origin: rotated })).origins).toBeUndefined();
  expect(faultsOf(await verifyDesk(knex, { origin: new OriginKey(NEW_SECRET) })).origins).toBeDefined();
});
