import { Matches } from 'class-validator';

/** From the year of the plan on. */
export class YearQuery {
  @Matches(/^20(?:2[3-9]|[3-9]\d)$/, { message: 'must be a year from 2023 to 2099 必须是2023至2099年。' })
  year!: string;
}
