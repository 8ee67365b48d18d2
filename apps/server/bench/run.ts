import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/* `pnpm bench NAME …` runs bench/NAME.ts; each says in its head what it measures and takes. */
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -'.ts'.length));
const [, , name = '', ...rest] = process.argv;
if (names.includes(name)) {
  process.argv = [process.execPath, join(import.meta.dirname, `${name}.ts`), ...rest];
  await import(`./${name}.ts`);
} else {
  process.stderr.write(`Which benchmark? ${names.join(', ')}\n`);
  process.exitCode = 2;
}
