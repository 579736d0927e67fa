import { Platform0001 } from './0001-platform.js';
import { Deliveries0002 } from './0002-deliveries.js';
import { Organizations0003 } from './0003-organizations.js';
import { Tenders0004 } from './0004-tenders.js';
import { Bids0005 } from './0005-bids.js';
import { Awards0006 } from './0006-awards.js';
import { Challenges0007 } from './0007-challenges.js';
import { Archive0008 } from './0008-archive.js';
import { LawGaps0009 } from './0009-law-gaps.js';
import { PublishedDetails0010 } from './0010-published-details.js';
import { TakingPart0011 } from './0011-taking-part.js';
import { Prequalification0012 } from './0012-prequalification.js';
import { SingleSource0013 } from './0013-single-source.js';
import { Enquiries0015 } from './0015-enquiries.js';
import { DailyWork0018 } from './0018-daily-work.js';
import { Consortia0019 } from './0019-consortia.js';
import { Terms0017 } from './0017-terms.js';
import { Delegations0016 } from './0016-delegations.js';
import { Amendments0014 } from './0014-amendments.js';
import { ToldAndHeard0020 } from './0020-told-and-heard.js';
import { Attorneys0021 } from './0021-attorneys.js';
import { Custody0022 } from './0022-custody.js';
import { SealedLeaves0029 } from './0029-sealed-leaves.js';
import { ProvedAndForfeited0026 } from './0026-proved-and-forfeited.js';
import { Lots0025 } from './0025-lots.js';
import { Committee0027 } from './0027-committee.js';
import { Uploads0024 } from './0024-uploads.js';
import { ContractLife0028 } from './0028-contract-life.js';
import { SecondPersons0030 } from './0030-second-persons.js';
import { TwoEnvelopes0031 } from './0031-two-envelopes.js';
import { OpenedFiles0032 } from './0032-opened-files.js';
import { Knowledge0033 } from './0033-knowledge.js';
import { Proceedings0034 } from './0034-proceedings.js';
import { Independence0035 } from './0035-independence.js';
import { Decisions0036 } from './0036-decisions.js';
import { PublishedLog0037 } from './0037-published-log.js';
import { RowSeals0038 } from './0038-row-seals.js';
import { Bundles0039 } from './0039-bundles.js';
import { Retention0040 } from './0040-retention.js';
import { Restored0041 } from './0041-restored.js';
import { Pending0042 } from './0042-pending.js';

/** TypeORM sorts them by the last thirteen digits of their name. */
export const migrations = [
  Platform0001,
  Deliveries0002,
  Organizations0003,
  Tenders0004,
  Bids0005,
  Awards0006,
  Challenges0007,
  Archive0008,
  LawGaps0009,
  PublishedDetails0010,
  TakingPart0011,
  Prequalification0012,
  SingleSource0013,
  Enquiries0015,
  Consortia0019,
  DailyWork0018,
  Terms0017,
  Delegations0016,
  Amendments0014,
  ToldAndHeard0020,
  Attorneys0021,
  Custody0022,
  SealedLeaves0029,
  ProvedAndForfeited0026,
  Lots0025,
  Committee0027,
  Uploads0024,
  ContractLife0028,
  SecondPersons0030,
  TwoEnvelopes0031,
  OpenedFiles0032,
  Knowledge0033,
  Proceedings0034,
  Independence0035,
  Decisions0036,
  PublishedLog0037,
  RowSeals0038,
  Bundles0039,
  Retention0040,
  Restored0041,
  Pending0042,
];
