import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

/**
 * Writes the types that the admin app and the client compile against: the declarations that `router.d.ts`
 * reaches, and no others. A declaration that would bring the database or the web server into their compilers
 * fails this script.
 */
const server = resolve(import.meta.dirname, '..');
const entry = 'src/http/router.d.ts';
/** What a client has installed anyway. */
const welcomePackages = new Set(['@paydesk/types', '@trpc/server', 'zod']);

const all = join(server, `dist/types.${process.pid}.all`);
const kept = join(server, `dist/types.${process.pid}.new`);
const types = join(server, 'dist/types');

try {
  runCompiler(all);
  const reached = declarationsFrom(join(all, entry));
  for (const file of reached) cpSync(file, join(kept, relative(all, file)));
  // Another process may be compiling against the old ones: they are gone for an instant only.
  rmSync(types, { recursive: true, force: true });
  renameSync(kept, types);
  process.stdout.write(`${reached.length} declarations in ${relative(process.cwd(), types) || '.'}\n`);
} finally {
  rmSync(all, { recursive: true, force: true });
  rmSync(kept, { recursive: true, force: true });
}

function runCompiler(outDir: string): void {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const project = join(server, 'tsconfig.declarations.json');
  execFileSync(process.execPath, [tsc, '-p', project, '--outDir', outDir], { stdio: 'inherit' });
}

/** The file and all declarations that it imports, directly or not. */
function declarationsFrom(entryFile: string): string[] {
  const reached = new Set([entryFile]);
  for (const file of reached) {
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith('.')) reached.add(declarationOf(resolve(dirname(file), specifier)));
      else if (!welcomePackages.has(specifier)) {
        throw new Error(
          `${relative(all, file)} brings ${specifier} into the router's type. Declare what the router needs in a file that does not import it (see src/trpc/meta.ts).`,
        );
      }
    }
  }
  return [...reached];
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map(
    ([, specifier = '']) => specifier,
  );
}

function declarationOf(path: string): string {
  const file = path.replace(/\.[jt]s$/, '.d.ts');
  if (!existsSync(file)) throw new Error(`no declaration was written for ${relative(all, path)}`);
  return file;
}
