#!/usr/bin/env node
import './launch.ts';

/** `paydesk serve`, `paydesk worker`, and all commands. Each part is loaded when it is needed. */
const [word, ...others] = process.argv.slice(2);
if (word === 'serve' && others.length === 0) await import('@paydesk/server/server');
else if (word === 'worker' && others.length === 0) await import('@paydesk/server/worker');
else await import('./commandLine.ts');
