import { Param, ParseUUIDPipe, type PipeTransform } from '@nestjs/common';
import { unknownResource } from './refusal.js';

/** Ids are written in lower case everywhere, as the database writes them: in audit leaves, and where they are compared as text. */
const lowerCase: PipeTransform<string, string> = { transform: (id) => id.toLowerCase() };

/** An id in the path; what is no UUID names nothing, so it is 404 like any unknown id. */
export function IdParam(name = 'id'): ParameterDecorator {
  return Param(name, new ParseUUIDPipe({ exceptionFactory: unknownResource }), lowerCase);
}
