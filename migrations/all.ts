import { Platform0001 } from './0001-platform.js';
import { Deliveries0002 } from './0002-deliveries.js';

/** TypeORM sorts them by the last thirteen digits of their name. */
export const migrations = [Platform0001, Deliveries0002];
