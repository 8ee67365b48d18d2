import { z } from 'zod';

/** Primary keys are UUIDv7: sortable by time of creation. */
export const idSchema = z.uuid();

/** Times on the wire: ISO 8601 in UTC. */
export const timeOutput = z.iso.datetime();
