import { brief } from '../bids/bid-fault.js';
import { within, type Findings, type Place } from './findings.js';
import type { Given } from './inputs.js';

/** Tells what of a value is not as it has to be; true where all of it is. Members that nobody knows are no fault, but told. */
export type Shape = (value: unknown, place: Place, findings: Findings) => boolean;

/** The value in its type, once it has the shape; null where it has not, with a fault for every place. */
export function shaped<Value>({ value, file, pointer }: Given, shape: Shape, findings: Findings): Value | null {
  return shape(value, { file, pointer }, findings) ? (value as Value) : null;
}

export function text(fits: (value: string) => boolean, zh: string, en: string): Shape {
  return (value, place, findings) =>
    (typeof value === 'string' && fits(value)) || wrong(findings, place, `应为${zh}。`, `Has to be ${en}.`);
}

export function whole(min: number, max: number): Shape {
  return (value, place, findings) =>
    (Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max) ||
    wrong(findings, place, `应为${min}至${max}的整数。`, `Has to be a whole number from ${min} to ${max}.`);
}

export function oneOf(...values: readonly string[]): Shape {
  return text((value) => values.includes(value), `“${values.join('”或“')}”`, values.map((one) => `"${one}"`).join(' or '));
}

export function truth(): Shape {
  return (value, place, findings) =>
    typeof value === 'boolean' || wrong(findings, place, '应为true或false。', 'Has to be true or false.');
}

export function nullable(shape: Shape): Shape {
  return (value, place, findings) => value === null || shape(value, place, findings);
}

export function list(shape: Shape, max: number): Shape {
  return (value, place, findings) => {
    if (!Array.isArray(value) || value.length > max)
      return wrong(findings, place, `应为不超过${max}项的数组。`, `Has to be a list of at most ${max}.`);
    return value.map((one, at) => shape(one, within(place, at), findings)).every(Boolean);
  };
}

/** `others`: members beyond the named ones are passed over in silence, since much else stands there. */
export function record(
  members: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
  others: 'told' | 'passed-over' = 'told',
): Shape {
  return (value, place, findings) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return wrong(findings, place, '应为JSON对象。', 'Has to be a JSON object.');
    const given = value as Record<string, unknown>;
    const known = { ...optional, ...members };
    if (others === 'told')
      for (const name of Object.keys(given)) if (!Object.hasOwn(known, name)) tellUnknown(findings, place, name);
    return Object.entries(known)
      .map(([name, shape]) => {
        if (Object.hasOwn(given, name)) return shape(given[name], within(place, name), findings);
        return !Object.hasOwn(members, name) || wrong(findings, within(place, name), '缺少该项。', 'Is missing.');
      })
      .every(Boolean);
  };
}

function tellUnknown(findings: Findings, place: Place, name: string): void {
  const { file, pointer } = within(place, brief(name));
  // One line for a member, in however many bids it stands.
  const kind = `${file}#${pointer.replace(/\/\d+(?=\/)/g, '/*')}`;
  findings.notChecked(`本程序不认识 ${kind}。`, `This program does not know ${kind}.`);
}

function wrong(findings: Findings, place: Place, zh: string, en: string): false {
  findings.fault(place, zh, en);
  return false;
}
