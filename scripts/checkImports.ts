import { resolve } from 'node:path';
import { cruiseImports } from './imports/cruiseImports.ts';

/** The tree has far more; fewer means that the tool did not understand it and would find everything well. */
const fewestModules = 150;

const { moduleCount, violations } = await cruiseImports(resolve(import.meta.dirname, '..'));
for (const violation of violations) process.stdout.write(`✗ ${violation}\n`);
process.stdout.write(`${moduleCount} modules, ${violations.length} broken rules\n`);
if (moduleCount < fewestModules)
  process.stdout.write(`✗ at least ${fewestModules} modules were expected: the check did not see the tree\n`);
process.exitCode = violations.length > 0 || moduleCount < fewestModules ? 1 : 0;
