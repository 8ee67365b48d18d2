import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What the Chromium from npm takes from the system, and the Debian packages that bring it. */
const libraries = { 'libnss3.so': 'libnss3', 'libnspr4.so': 'libnspr4' };
const folders = [
  '/lib',
  '/lib64',
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
];

/**
 * Makes sure that Chromium finds its libraries. As root on Debian or Ubuntu missing ones are installed.
 * @returns what a person has to install, or null when all is there
 */
export function ensureBrowserLibraries(say: (line: string) => void): string | null {
  if (process.platform !== 'linux' || missingPackages().length === 0) return null;
  const packages = missingPackages();
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`Installing what Chromium needs: apt-get install ${packages.join(' ')}`);
    const apt = (...words: string[]) =>
      spawnSync('apt-get', words, {
        stdio: 'inherit',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    apt('update', '-q');
    apt('install', '-y', '-q', '--no-install-recommends', ...packages);
    if (missingPackages().length === 0) return null;
  }
  return `The browser tests need ${packages.join(' and ')}: sudo apt-get install -y ${packages.join(' ')} (on other systems the packages with the nss and nspr libraries).`;
}

function missingPackages(): string[] {
  const known = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  return Object.entries(libraries)
    .filter(([file]) => !known.includes(file) && !folders.some((folder) => existsSync(`${folder}/${file}`)))
    .map(([, name]) => name);
}
