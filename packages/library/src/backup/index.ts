/** Backup and restore. */
export { BackupProblem } from './format.ts'
export { openBackup, type Backup } from './open-backup.ts'
export { holdsBoards, restore, type Restored, type RestoreOptions } from './restore.ts'
export { writeBackup, type BackupOptions, type WrittenBackup } from './write-backup.ts'
