/** What anyone may know about this desk before signing in. */
export interface Desk {
  name: string;
  version: string;
  simulatorInUse: boolean;
}

/** Reads `GET /api/desk`. Throws when it is missing or not what it should be. */
export async function fetchDeskInfo(): Promise<Desk> {
  const response = await fetch('/api/desk', { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`/api/desk answered ${response.status}`);
  const body: unknown = await response.json();
  if (!isDesk(body)) throw new Error('/api/desk answered something else');
  return body;
}

const isDesk = (body: unknown): body is Desk =>
  typeof body === 'object' &&
  body !== null &&
  'name' in body &&
  typeof body.name === 'string' &&
  'version' in body &&
  'simulatorInUse' in body;
