/**
 * `node health.mjs [server | worker]`: exit code 0 if the process on this machine is ready. For container platforms that
 * would need curl.
 */
const [which = 'server'] = process.argv.slice(2);
const port = which === 'worker' ? process.env['WORKER_PORT'] : process.env['PORT'] || '3000';
process.exitCode = port !== undefined && (await isReady(`http://localhost:${port}/health/ready`)) ? 0 : 1;

async function isReady(address: string): Promise<boolean> {
  try {
    const { ok } = await fetch(address, { signal: AbortSignal.timeout(4000) });
    return ok;
  } catch {
    return false;
  }
}
