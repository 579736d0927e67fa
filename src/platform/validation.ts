import { ValidationPipe, type PipeTransform, type ValidationError } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { checkQuery } from './json-body.js';
import { Refusal, type RefusalError } from './refusal.js';
import { pointerPart } from '../rules/pointer.js';

/**
 * class-validator for every body and query: unknown fields are refused, each fault has its pointer, and nothing is converted but the
 * letters of ids, which are small everywhere, as the database writes them.
 */
export function validationPipe(): PipeTransform<unknown, Promise<unknown>> {
  const pipe = new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false, exposeUnsetFields: false },
    stopAtFirstError: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      new Refusal(
        422,
        'invalid',
        { zh: '请求内容无效', en: 'The request content is invalid' },
        errors.flatMap((error) => faultsOf(error, '#')),
      ),
  });
  return {
    transform: async (value, about) => {
      // The form's check takes names out of what it is given.
      const asked = about.type === 'query' ? { ...(value as object | undefined) } : {};
      const valid: unknown = await pipe.transform(value, about);
      checkQuery(asked);
      return about.type === 'custom' ? valid : withSmallIds(valid);
    },
  };
}

/** Changes the validated object itself. */
function withSmallIds(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const ids = Array.isArray(value) ? none : idFieldsOf(value);
  for (const [name, inside] of Object.entries(value)) {
    const small = ids.has(name) ? inSmallLetters(inside) : withSmallIds(inside);
    if (small !== inside) (value as Record<string, unknown>)[name] = small;
  }
  return value;
}

function inSmallLetters(id: unknown): unknown {
  if (Array.isArray(id)) return id.map(inSmallLetters);
  return typeof id === 'string' ? id.toLowerCase() : id;
}

const none: ReadonlySet<string> = new Set();
const known = new WeakMap<object, ReadonlySet<string>>();

/** The fields that `IsUUID` marks in the class of the value. */
function idFieldsOf(value: object): ReadonlySet<string> {
  const type = value.constructor as typeof value.constructor | undefined;
  if (type === undefined || type === Object) return none;
  const found = known.get(type) ?? new Set(marked(type));
  known.set(type, found);
  return found;
}

function marked(type: NonNullable<object['constructor']>): string[] {
  const facts = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  return facts.filter((one) => one.name === 'isUuid').map((one) => one.propertyName);
}

function faultsOf(error: ValidationError, parent: string): RefusalError[] {
  const pointer = `${parent}/${pointerPart(error.property)}`;
  const own = Object.entries(error.constraints ?? {}).map(([name, text]) => ({
    pointer,
    detail: { zh: chinese(name, text), en: text },
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, pointer))];
}

const words: Record<string, string> = {
  whitelistValidation: '未知字段。',
  isString: '必须是文本。',
  isNotEmpty: '不能为空。',
  isBoolean: '必须是布尔值。',
  isInt: '必须是整数。',
  isArray: '必须是列表。',
  isObject: '必须是对象。',
  isUuid: '必须是UUID。',
  isIn: '不在允许的取值之内。',
  min: '小于最小值。',
  max: '大于最大值。',
  minLength: '文本过短。',
  maxLength: '文本过长。',
  arrayMinSize: '列表项过少。',
  arrayMaxSize: '列表项过多。',
  isDefined: '缺少该字段。',
  nestedValidation: '结构不正确。',
  matches: '格式不正确。',
};

function chinese(constraint: string, text: string): string {
  const han = /[\u4e00-\u9fff].*$/.exec(text)?.[0];
  return han ?? words[constraint] ?? '内容无效。';
}
