import { Param, ParseUUIDPipe } from '@nestjs/common';
import { unknownResource } from './refusal.js';

/** An id in the path; what is no UUID names nothing, so it is 404 like any unknown id. */
export function IdParam(name = 'id'): ParameterDecorator {
  return Param(name, new ParseUUIDPipe({ exceptionFactory: unknownResource }));
}
