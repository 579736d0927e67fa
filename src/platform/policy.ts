import { applyDecorators, HttpCode, RequestMethod, SetMetadata } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiExtension, ApiHeader } from '@nestjs/swagger';
import type { Role } from './actor.js';

/**
 * `public`: anyone. `authenticated`: any known person. `enrolling`: whoever has a valid token, also a person the platform does not know
 * yet, whom the act makes known. Otherwise one of these roles.
 */
export type Admission = NamedAdmission | readonly Role[];

const namedAdmissions = ['public', 'authenticated', 'enrolling'] as const;
type NamedAdmission = (typeof namedAdmissions)[number];

export const admissionKey = 'admission';
export const createsKey = 'creates';
export const dryKey = 'dry';

const keySchema = { type: 'string', minLength: 1, maxLength: 255 } as const;

/** Who may call a route. Says only who may knock: whether this person may do it to this object is decided in the use case on fresh rows. */
export function Policy(...allowed: readonly [NamedAdmission] | readonly [Role, ...Role[]]): MethodDecorator {
  const named = namedAdmissions.find((one) => one === allowed[0]);
  const admission = named ?? allowed;
  return applyDecorators(
    SetMetadata(admissionKey, admission),
    ApiExtension('x-policy', admission),
    ...(admission === 'public' ? [] : [ApiBearerAuth()]),
  );
}

/** The route creates or decides: an Idempotency-Key is required and one request has one effect. */
export function Creates(): MethodDecorator {
  return applyDecorators(
    SetMetadata(createsKey, true),
    ApiHeader({ name: 'Idempotency-Key', required: true, schema: keySchema }),
  );
}

/** A POST that changes nothing; it answers 200, since nothing was created. */
export function Dry(): MethodDecorator {
  return applyDecorators(SetMetadata(dryKey, true), HttpCode(200));
}

/**
 * Deny by default: throws an Error that names every route without a policy, and every POST that does not say whether it creates or
 * is dry. Call it before the application listens.
 */
export function requirePolicies(app: NestFastifyApplication): void {
  const faults = routesOf(app).flatMap(({ name, method, admission, creates, dry }) => [
    ...(admission === undefined ? [`${name} has no @Policy`] : []),
    ...(method === RequestMethod.POST && !creates && !dry ? [`${name} is a POST that neither @Creates nor is @Dry`] : []),
    ...(creates && dry ? [`${name} both @Creates and is @Dry`] : []),
  ]);
  if (faults.length) throw new Error(`The application does not start:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
}

interface Route {
  name: string;
  method: RequestMethod;
  admission: Admission | undefined;
  creates: boolean;
  dry: boolean;
}

function routesOf(app: NestFastifyApplication): Route[] {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  return app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ metatype }) => {
      const { name, prototype } = metatype as { name: string; prototype: Record<string, () => unknown> };
      return scanner.getAllMethodNames(prototype).flatMap((key) => {
        const handler = prototype[key] as () => unknown;
        const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
        if (method === undefined) return [];
        const path = [metatype as object, handler].map((one) => String(Reflect.getMetadata(PATH_METADATA, one))).join('/');
        return [
          {
            name: `${RequestMethod[method]} ${path.replaceAll(/\/+/g, '/')} (${name}.${key})`,
            method,
            admission: reflector.get<Admission | undefined>(admissionKey, handler),
            creates: reflector.get<boolean | undefined>(createsKey, handler) === true,
            dry: reflector.get<boolean | undefined>(dryKey, handler) === true,
          },
        ];
      });
    });
}
