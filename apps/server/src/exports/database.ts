/** What prepares a database for server and worker. */
export { applicationRoleOf } from '../db/applicationRole.ts';
export { connectDatabase } from '../db/connect.ts';
export { directUrlsOf } from '../db/databaseUrl.ts';
export { migrateToLatest } from '../db/migrate.ts';
export { ensureFirstStaff, type FirstStaff } from '../staff/ensureFirstStaff.ts';
