import { PartialType } from '@nestjs/swagger';
import { IsArray, IsOptional, IsString, IsUUID } from 'class-validator';
import { Nested } from './fields.js';
import { validationPipe } from './validation.js';

class PartBody {
  @IsUUID() breachId!: string;
  @IsString() text!: string;
}

class ActBody {
  @IsUUID() bidId!: string;
  @IsOptional() @IsArray() @IsUUID(undefined, { each: true }) controls?: string[];
  @IsOptional() @IsArray() @Nested(() => PartBody, true) parts?: PartBody[];
  @IsOptional() @IsString() note?: string;
}

const ActChanges = PartialType(ActBody);

const capitals = '0192F0C1-0000-7000-8000-00000000ABCD';
const small = capitals.toLowerCase();

function validated(body: object, metatype: new () => object = ActBody): Promise<unknown> {
  return validationPipe().transform(body, { type: 'body', metatype });
}

describe('ids in a body', () => {
  it('are written in small letters, also in lists and in parts; other texts stay', async () => {
    const body = {
      bidId: capitals,
      controls: [capitals, small],
      parts: [{ breachId: capitals, text: capitals }],
      note: capitals,
    };
    expect(await validated(body)).toEqual({
      bidId: small,
      controls: [small, small],
      parts: [{ breachId: small, text: capitals }],
      note: capitals,
    });
  });

  it('are so in the partial form of a body too', async () => {
    expect(await validated({ bidId: capitals }, ActChanges)).toEqual({ bidId: small });
  });

  it('are refused where they are none, before anything is written small', async () => {
    await expect(validated({ bidId: 'X' })).rejects.toMatchObject({ errors: [{ pointer: '#/bidId' }] });
  });
});

describe('a query', () => {
  class Question {
    @IsOptional() @IsString() q?: string;
  }
  const asked = (query: object): Promise<unknown> => validationPipe().transform(query, { type: 'query', metatype: Question });

  it.each([
    ['NUL', { q: 'a\u0000b' }, 400, '#/q'],
    ['constructor', { constructor: 'x' }, 400, '#/constructor'],
    ['toString', { toString: 'x' }, 400, '#/toString'],
    ['a name that nobody knows', { other: 'x' }, 422, '#/other'],
    ['one name twice', { q: ['a', 'b'] }, 422, '#/q'],
  ])('with %s is refused', async (_, query, status, pointer) => {
    await expect(asked(query)).rejects.toMatchObject({ status, errors: [{ pointer }] });
  });

  it('that is sound is not', async () => {
    expect(await asked({ q: '采购' })).toEqual({ q: '采购' });
    expect(await asked({})).toEqual({});
  });
});
