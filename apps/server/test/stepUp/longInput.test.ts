import { MAX_NOTE_LENGTH } from '@paydesk/types';
import { expect, test } from 'vitest';
import { addressOf, call, httpDesk } from '../support/http.ts';
import { withPasskey } from '../support/people.ts';
import { newUser } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();

test('an action with the longest note in any script is signed: its challenge is asked for by POST', async () => {
  const [ada, { id }] = [await withPasskey(desk, 'operator'), await newUser(desk)];
  const input = { id, note: '語'.repeat(MAX_NOTE_LENGTH) };
  const answer = await app.inject({
    method: 'POST',
    url: '/trpc/security.challenge',
    headers: ada.caller,
    remoteAddress: addressOf(ada.caller),
    payload: { kind: 'action', action: 'users.freeze', input },
  });
  expect(answer.statusCode).toBe(200);
  const { challenge } = answer.json<{ result: { data: { challenge: string } } }>().result.data;
  const freeze = { ...input, proof: ada.passkey.sign(challenge) };
  expect((await call(app, ada.caller, 'users.freeze', freeze)).data).toMatchObject({ isFrozen: true });
});

test('pages of other sites cannot use that way', async () => {
  const { caller } = await withPasskey(desk, 'operator');
  const answer = await app.inject({
    method: 'POST',
    url: '/trpc/security.challenge',
    headers: { ...caller, origin: 'https://elsewhere.example' },
    remoteAddress: addressOf(caller),
    payload: { kind: 'newRecoveryCodes' },
  });
  expect(answer.statusCode).toBe(403);
});
