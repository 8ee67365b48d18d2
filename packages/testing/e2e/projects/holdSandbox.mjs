// Starts a sandbox, prints where it is, and waits to be ended.
import { startSandbox } from '@paydesk/testing';

const desk = await startSandbox();
process.stdout.write(`${JSON.stringify({ url: desk.url })}\n`);
setInterval(() => {}, 1000);
