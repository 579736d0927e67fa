import { Column, type ColumnOptions } from 'typeorm';

/**
 * `timestamptz`, read and written as RFC 3339 text with six decimals. Declared to the ORM as text, because it turns
 * timestamps into JS dates and so loses microseconds.
 */
export function InstantColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: 'text' });
}

/** `date`, read and written as `YYYY-MM-DD`. */
export function DateColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: 'text' });
}

/** `numeric(18,2)`, read and written as a decimal string. */
export function MoneyColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: 'numeric', precision: 18, scale: 2 });
}
