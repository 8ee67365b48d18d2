import { writeFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { openPostingDesk } from './posting/postingDesk.ts';
import { selfTimes, type SelfTime } from './profile/selfTimes.ts';

/*
 * Where the CPU of a charge over HTTP goes, in the server's process: `node bench/profile.ts [charges] [FILE]`. 64 callers
 * in another process, over 10,000 users. Prints the self times by package and by function, and writes the profile for
 * a flame graph (Chrome DevTools → Performance → Load; speedscope.app; VS Code opens it too).
 * What V8 has not compiled yet is left out: the first charges are not recorded. The idle process is left out too.
 */
const CALLERS = 64;
const USERS = 10_000;
const WARM_UP = 4000;
const LINES = 40;
/** Microseconds between two samples. */
const INTERVAL_US = 200;
const charges = Number(process.argv[2] ?? 8000);
const file = resolve(process.argv[3] ?? 'charge.cpuprofile');

const posting = await openPostingDesk(USERS);
try {
  await posting.callHttp({ callers: CALLERS, charges: WARM_UP, users: USERS });
  const profile = await profiled(
    async () => void (await posting.callHttp({ callers: CALLERS, charges, users: USERS })),
  );
  writeFileSync(file, JSON.stringify(profile));
  report(profile);
} finally {
  await posting.close();
}

async function profiled(work: () => Promise<void>): Promise<Profiler.Profile> {
  const session = new Session();
  session.connect();
  const post = async <Answer>(method: string, params: object = {}): Promise<Answer> =>
    await new Promise((done, fail) =>
      session.post(method, params, (error, answer) =>
        error === null ? done(answer as Answer) : fail(error),
      ),
    );
  await post('Profiler.enable');
  await post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
  await post('Profiler.start');
  await work();
  const { profile } = await post<{ profile: Profiler.Profile }>('Profiler.stop');
  session.disconnect();
  return profile;
}

function report(profile: Profiler.Profile): void {
  const { packages, functions } = selfTimes(profile);
  const total = packages.reduce((sum, { us }) => sum + us, 0);
  const print = (title: string, times: SelfTime[]) => {
    process.stdout.write(`\n${title}\n`);
    for (const { name, us } of times.slice(0, LINES))
      process.stdout.write(
        `${(us / charges).toFixed(1).padStart(7)} µs ${((100 * us) / total).toFixed(1).padStart(5)} %  ${name}\n`,
      );
  };
  process.stdout.write(
    `${charges} charges over HTTP, ${(total / charges).toFixed(0)} µs each on the server's main thread, load ${loadavg()[0]?.toFixed(1)}\n`,
  );
  print('Self time by package', packages);
  print('Self time by function', functions);
  process.stdout.write(`\nThe profile: ${file}\n`);
}
