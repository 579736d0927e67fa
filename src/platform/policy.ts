import { RequestMethod, SetMetadata, type CustomDecorator } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from './actor.js';

/** `public`: anyone. `authenticated`: any known person. Otherwise one of these roles. */
export type Admission = 'public' | 'authenticated' | readonly Role[];

export const admissionKey = 'admission';
export const createsKey = 'creates';
export const dryKey = 'dry';

/** Who may call a route. Says only who may knock: whether this person may do it to this object is decided in the use case on fresh rows. */
export function Policy(
  ...allowed: readonly ['public'] | readonly ['authenticated'] | readonly [Role, ...Role[]]
): CustomDecorator {
  const [first] = allowed;
  return SetMetadata(admissionKey, first === 'public' || first === 'authenticated' ? first : allowed);
}

/** The route creates or decides: an Idempotency-Key is required and one request has one effect. */
export function Creates(): CustomDecorator {
  return SetMetadata(createsKey, true);
}

/** A POST that changes nothing. */
export function Dry(): CustomDecorator {
  return SetMetadata(dryKey, true);
}

/** Deny by default: throws an Error that names every route without a policy, and every POST that neither creates nor is dry. */
export function requirePolicies(app: NestFastifyApplication): void {
  const faults = routesOf(app).flatMap(({ name, method, handler, reflector }) => {
    const unruled = reflector.get<Admission | undefined>(admissionKey, handler) === undefined ? [`${name} has no @Policy`] : [];
    const keyed = reflector.get<boolean | undefined>(createsKey, handler) ?? reflector.get<boolean | undefined>(dryKey, handler);
    const unkeyed = method === RequestMethod.POST && !keyed ? [`${name} is a POST that neither @Creates nor is @Dry`] : [];
    return [...unruled, ...unkeyed];
  });
  if (faults.length) throw new Error(`The application does not start:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
}

interface Route {
  name: string;
  method: RequestMethod;
  handler: (...args: never[]) => unknown;
  reflector: Reflector;
}

function routesOf(app: NestFastifyApplication): Route[] {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  return app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ instance, name }) => {
      const prototype = Object.getPrototypeOf(instance as object) as Record<string, Route['handler']>;
      return scanner.getAllMethodNames(prototype).flatMap((key) => {
        const handler = prototype[key] as Route['handler'];
        const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
        return method === undefined ? [] : [{ name: `${name}.${key}`, method, handler, reflector }];
      });
    });
}
