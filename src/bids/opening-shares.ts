import type { RecoveredKeys } from '../custody/look-for-shares.js';

export type { Lock } from '../custody/share-commitment.js';

/** The keys of both locks as a quorum of each made them again, in this process's memory only: never in the database, a log or a job. */
export type BothShares = RecoveredKeys;
