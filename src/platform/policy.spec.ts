import { Controller, Delete, Get, Module, Post, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Creates, Dry, Policy, requirePolicies } from './policy.js';

@Controller('v1/ruled')
class RuledController {
  @Policy('public')
  @Get()
  list(): void {}

  @Policy('procurer', 'approver')
  @Creates()
  @Post(':id/publication')
  publish(): void {}

  @Policy('authenticated')
  @Dry()
  @Post('check')
  check(): void {}

  /** No route: nobody can call it over HTTP. */
  plain(): void {}
}

@Controller('v1/unruled')
class UnruledController {
  @Get(':id')
  read(): void {}

  @Delete()
  @Creates()
  remove(): void {}

  @Policy('procurer')
  @Post()
  create(): void {}

  @Policy('procurer')
  @Creates()
  @Dry()
  @Post('both')
  both(): void {}
}

@Module({ imports: [DiscoveryModule], controllers: [RuledController] })
class RuledModule {}

@Module({ imports: [DiscoveryModule], controllers: [RuledController, UnruledController] })
class UnruledModule {}

describe('the start', () => {
  const start = (module: Type): Promise<NestFastifyApplication> =>
    NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false, abortOnError: false });

  it('goes on where every route says who may call it', async () => {
    const app = await start(RuledModule);
    expect(() => requirePolicies(app)).not.toThrow();
    await app.close();
  });

  it('stops and names every route that does not, and no other', async () => {
    const app = await start(UnruledModule);
    const faults = faultsOf(() => requirePolicies(app));
    expect(faults.map((line) => /\((\w+\.\w+)\)/.exec(line)?.[1])).toEqual([
      'UnruledController.read',
      'UnruledController.remove',
      'UnruledController.create',
      'UnruledController.both',
    ]);
    expect(faults[0]).toContain('GET v1/unruled/:id');
    await app.close();
  });
});

function faultsOf(body: () => void): string[] {
  try {
    body();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
}
