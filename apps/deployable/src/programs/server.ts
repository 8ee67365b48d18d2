import './launch.ts';

/** `node server.mjs`: one server. */
await import('@paydesk/server/server');
