export { otherOwner, takeArchive, walFolder, type ArchiveOwner } from './archiveOwner.ts';
export { lastBackupAt, MANIFEST, storedBackups, type StoredBackup } from './backups.ts';
export { tryFileLock, withFileLock } from './fileLock.ts';
export { makeDataDir, readOrCreatePrivateFile, readPrivateFile, temporaryDataDir } from './privateFile.ts';
export { livePid, ownMark, startOfProcess } from './processIdentity.ts';
