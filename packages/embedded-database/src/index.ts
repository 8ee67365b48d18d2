export { RestoreRefused, restoreBackup } from './backups/restoreBackup.ts';
export { finishRestore, requireFinishedRestore } from './backups/unfinishedRestore.ts';
export { BackupRefused, takeBackup } from './backups/takeBackup.ts';
export {
  openClusterTemplate,
  startClusterCopy,
  type ClusterTemplate,
  type DatabaseUrls,
} from './clusterTemplate.ts';
export { embeddedDatabase, type RunningDatabase } from './embeddedDatabase.ts';
export { freePort, tryPort } from './freePort.ts';
export { startReplicatedServers, type ReplicatedServers } from './replicatedServers.ts';
export { executeOnServer, startScratchServer, type ScratchServer } from './scratchServer.ts';
