import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CHOOSABLE_SETTINGS } from './sandboxSettings.ts';

test('the test kit offers the settings that a sandbox takes', () => {
  const kit = resolve(import.meta.dirname, '../../../../packages/testing/src/startSandbox.ts');
  const [, union = ''] = /type SandboxSetting =([^;]*);/.exec(readFileSync(kit, 'utf8')) ?? [];
  expect([...union.matchAll(/'(\w+)'/g)].map(([, name]) => name)).toEqual([...CHOOSABLE_SETTINGS]);
});
