import type { World } from '../schedule/world.ts';
import type { Books } from './books.ts';

/**
 * What was acknowledged is still true: nothing is lost, no idempotency key stands for two resources, nothing
 * was created more often than requested.
 */
export async function checkPromises(world: World, books: Books): Promise<string[]> {
  const { promises, observer } = world;
  const problems: string[] = [];
  const ids: Record<string, Set<string>> = {
    payments: new Set(books.payments.map(({ id }) => id)),
    withdrawal_requests: new Set(books.withdrawals.map(({ id }) => id)),
    transactions: new Set(books.transactions.map(({ id }) => id)),
  };
  for (const { table, id } of promises.made)
    if (ids[table]?.has(id) !== true) problems.push(`${table} ${id} was acknowledged and does not exist`);

  for (const key of new Set(promises.keyed.map((call) => call.key))) {
    const answered = promises.keyed.filter((call) => call.key === key && call.result !== null);
    if (new Set(answered.map(({ result }) => result)).size > 1)
      problems.push(`idempotency key ${key} gave different results`);
    if (new Set(answered.map(({ input }) => input)).size > 1)
      problems.push(`idempotency key ${key} was accepted with two inputs`);
  }
  const claimed = await observer<{ resource_id: string; key: string }>('idempotency_keys').whereIn(
    'key',
    promises.keyed.map(({ key }) => key),
  );
  for (const { key, result } of promises.keyed)
    if (result !== null && !claimed.some((row) => row.key === key && row.resource_id === result))
      problems.push(`idempotency key ${key} does not lead to ${result}`);

  const counts: [keyof typeof promises.unkeyed, number][] = [
    ['payment', books.payments.filter(({ parent_payment_id: parent }) => parent === null).length],
    ['withdrawal', books.withdrawals.length],
    ...(['charge', 'bonus', 'adjustment', 'refund'] as const).map(
      (kind): [keyof typeof promises.unkeyed, number] => [
        kind,
        books.transactions.filter(
          ({ transaction_type: type }) => type === (kind === 'charge' ? 'payment' : kind),
        ).length,
      ],
    ),
    [
      'fee',
      books.transactions.filter(
        ({ transaction_type: type, withdrawal_request_id: of }) => type === 'fee' && of === null,
      ).length,
    ],
  ];
  for (const [kind, found] of counts) {
    const keys = new Set(promises.keyed.map(({ key }) => key).filter((key) => key.startsWith(`${kind}-`)))
      .size;
    if (found > promises.unkeyed[kind] + keys)
      problems.push(
        `${found} of kind ${kind} exist, ${promises.unkeyed[kind]} calls and ${keys} keys asked for them`,
      );
  }

  for (const id of promises.completed)
    if (books.withdrawals.find((row) => row.id === id)?.status !== 'completed')
      problems.push(`withdrawal ${id} was acknowledged as completed and is not`);
  if (new Set(promises.completed).size < promises.completed.length)
    problems.push('a withdrawal was completed twice');
  for (const { id, as } of promises.resolved)
    if (books.suspense.find((row) => row.id === id)?.status !== as)
      problems.push(`suspense item ${id} was acknowledged as ${as} and is not`);
  if (new Set(promises.resolved.map(({ id }) => id)).size < promises.resolved.length)
    problems.push('a suspense item was resolved twice');
  for (const id of promises.attested)
    if (!books.transactions.some((row) => row.payment_id === id && row.attested))
      problems.push(`payment ${id} was acknowledged as marked completed and has no such deposit`);
  return problems;
}
