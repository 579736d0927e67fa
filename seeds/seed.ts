import type { INestApplicationContext } from '@nestjs/common';
import { appointFirstRegistrar } from '../src/platform/people.js';
import { UnitOfWork } from '../src/platform/unit-of-work.js';

export async function seed(app: INestApplicationContext): Promise<void> {
  await appointFirstRegistrar(app.get(UnitOfWork), 'registrar', { zh: '登记员', en: 'Registrar' });
}
