import { CloseFlag } from './close-flag.js';
import { ComplainantFlag } from './complainant-flag.entity.js';
import { CompleteRemedy } from './complete-remedy.js';
import { DecisionsController } from './decisions.controller.js';
import { DecisionsDuties } from './decisions.duties.js';
import { EndProceeding } from './end-proceeding.js';
import { FlagsController } from './flags.controller.js';
import { LapseRemedy } from './lapse-remedy.js';
import { OutsideProceeding } from './outside-proceeding.entity.js';
import { OutsideProceedingsController } from './outside-proceedings.controller.js';
import { ReadDecisions } from './read-decisions.js';
import { ReadFlags } from './read-flags.js';
import { ReadOutsideProceedings } from './read-outside-proceedings.js';
import { ReadReviewStatistics } from './read-review-statistics.js';
import { RecordProceeding } from './record-proceeding.js';
import { ReviewStatisticsController } from './review-statistics.controller.js';
import { OrderedRemedy } from '../tenders/remedy.entity.js';

/** The part of the module that begins with a ruling. */
export const decisionEntities = [ComplainantFlag, OrderedRemedy, OutsideProceeding];

export const decisionControllers = [
  DecisionsController,
  FlagsController,
  OutsideProceedingsController,
  ReviewStatisticsController,
];

export const decisionProviders = [
  CloseFlag,
  CompleteRemedy,
  DecisionsDuties,
  EndProceeding,
  LapseRemedy,
  ReadDecisions,
  ReadFlags,
  ReadOutsideProceedings,
  ReadReviewStatistics,
  RecordProceeding,
];
