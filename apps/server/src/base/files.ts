import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** The files that the desk reads and does not import. All paths are absolute. */
export interface Files {
  /** Whether this is the folder that `pnpm build` makes, and not the repository. */
  deployed: boolean;
  /** Where `.env` is, and where relative paths in settings begin. */
  home: string;
  migrations: string;
  /** What the migrations define, for `paydesk verify`. */
  fingerprints: string;
  commonPasswords: string;
  /** The folders of the built pages; in the repository they may be missing. */
  adminPages: string;
  guidePages: string;
  checkoutPages: string;
  /** The checkout page's stylesheet as it was written, for a repository in which nothing is built. */
  checkoutStyles: string;
  /** The folder with the scripts and styles of the reference at `/docs`. */
  referencePages(): string;
}

const here = import.meta.dirname;

/**
 * Where they are. The folder that `pnpm build` makes has all code in one folder beside its package.json; the sources
 * have none there.
 */
export const FILES: Files = existsSync(resolve(here, '../package.json'))
  ? deployedFiles(resolve(here, '..'))
  : repositoryFiles(resolve(here, '../..'));

function repositoryFiles(server: string): Files {
  const apps = resolve(server, '..');
  const packages = createRequire(import.meta.url);
  const checkout = resolve(packages.resolve('@paydesk/checkout'), '../..');
  return {
    deployed: false,
    home: resolve(apps, '..'),
    migrations: join(server, 'migrations'),
    fingerprints: join(server, 'src/verify/fingerprints.json'),
    commonPasswords: join(server, 'src/auth/commonPasswords.txt'),
    adminPages: join(apps, 'admin/dist'),
    guidePages: join(apps, 'guide/dist'),
    checkoutPages: join(checkout, 'dist'),
    checkoutStyles: join(checkout, 'src/page.css'),
    referencePages: () => dirname(packages.resolve('swagger-ui-dist/package.json')),
  };
}

/** An upgrade replaces the folder: what belongs to one desk is where its processes are started. */
function deployedFiles(root: string): Files {
  return {
    deployed: true,
    home: process.cwd(),
    migrations: join(root, 'migrations'),
    fingerprints: join(root, 'data/fingerprints.json'),
    commonPasswords: join(root, 'data/commonPasswords.txt'),
    adminPages: join(root, 'pages/admin'),
    guidePages: join(root, 'pages/guide'),
    checkoutPages: join(root, 'pages/checkout'),
    checkoutStyles: join(root, 'pages/checkout/page.css'),
    referencePages: () => join(root, 'pages/reference'),
  };
}

/** How people call the command line. */
export const PROGRAM = FILES.deployed ? 'paydesk' : 'pnpm paydesk';
