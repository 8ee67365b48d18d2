import { createServer, type AddressInfo } from 'node:net';

/** A port on 127.0.0.1 that is free now: `wanted` if it is, else one that the system picks. */
export async function freePort(wanted: number | null): Promise<number> {
  return (
    (wanted === null ? null : await tryPort(wanted)) ??
    (await tryPort(0)) ??
    Promise.reject(new Error('No port is free on 127.0.0.1'))
  );
}

/** The port if it could be opened on the host, null if it is taken. */
export function tryPort(port: number, host = '127.0.0.1'): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const { port: opened } = server.address() as AddressInfo;
      server.close(() => resolve(opened));
    });
  });
}
