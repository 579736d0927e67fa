import { ArrayMaxSize, IsArray, IsInt, IsNotEmpty, IsObject, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { IsInstant } from './fields.js';

export class Question {
  /** The article asked about, 47 to 61. */
  @IsInt() @Min(47) @Max(61) article!: number;
  /** The moment at which the law is asked; the platform's own where absent. */
  @IsOptional() @IsInstant() at?: string;
  /** Facts by article; see the API's table. */
  @IsObject() facts!: Record<string, unknown>;
}

export class CalendarYearBody {
  /** Days off: statutory holidays and the days bridged to them, `YYYY-MM-DD` in that year. */
  @IsArray() @ArrayMaxSize(120) @IsString({ each: true }) off!: string[];
  /** Weekend days worked in exchange. */
  @IsArray() @ArrayMaxSize(60) @IsString({ each: true }) work!: string[];
  /** The State Council notice that says so. */
  @IsString() @IsNotEmpty() @MaxLength(500) source!: string;
}
