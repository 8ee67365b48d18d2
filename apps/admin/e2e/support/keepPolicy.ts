import { staffClient } from './staffClient.ts';

/** Remembers the policy in force; the function that it gives puts it back, for the tests that come after. */
export async function keepPolicy(): Promise<() => Promise<void>> {
  const { policies } = staffClient();
  const before = await policies.current.query();
  return async () => {
    const { version } = await policies.current.query();
    if (version !== before.version)
      await policies.publish.mutate({
        rules: before.rules,
        note: 'As it was before the test',
        baseVersion: version,
      });
  };
}
