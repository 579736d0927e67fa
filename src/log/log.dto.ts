import { Matches } from 'class-validator';

const size = { message: 'must be a whole number of at most 15 digits 必须是不超过15位的整数。' };

export class ConsistencyQuery {
  /** The smaller tree's number of leaves. */
  @Matches(/^(?:0|[1-9]\d{0,14})$/, size) from!: string;
  /** The larger tree's: at most that of the served checkpoint. */
  @Matches(/^(?:0|[1-9]\d{0,14})$/, size) to!: string;
}
