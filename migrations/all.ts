import { Platform0001 } from './0001-platform.js';
import { Deliveries0002 } from './0002-deliveries.js';
import { Organizations0003 } from './0003-organizations.js';
import { Tenders0004 } from './0004-tenders.js';

/** TypeORM sorts them by the last thirteen digits of their name. */
export const migrations = [Platform0001, Deliveries0002, Organizations0003, Tenders0004];
