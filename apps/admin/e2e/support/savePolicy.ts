import { settle } from './settle.ts';
import { staffClient } from './staffClient.ts';

/** Remembers the current policy; the returned function publishes it again for the tests that follow. */
export async function savePolicy(): Promise<() => Promise<void>> {
  const { policies } = staffClient();
  const before = await policies.current.query();
  return async () => {
    const { version } = await policies.current.query();
    if (version !== before.version)
      await settle(() =>
        policies.publish.mutate({
          rules: before.rules,
          note: 'As it was before the test',
          baseVersion: version,
        }),
      );
  };
}
