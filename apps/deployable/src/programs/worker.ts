import './launch.ts';

/** `node worker.mjs`: one worker. */
await import('@paydesk/server/worker');
