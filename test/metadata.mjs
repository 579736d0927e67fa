/** Writes src/metadata.ts: what @nestjs/swagger's plugin reads off the DTOs' types, since SWC compiles without types. */
import { fileURLToPath } from 'node:url';
import { PluginMetadataGenerator } from '@nestjs/cli/lib/compiler/plugins/plugin-metadata-generator.js';
import { ReadonlyVisitor } from '@nestjs/swagger/plugin';

const source = fileURLToPath(new URL('../src', import.meta.url));
new PluginMetadataGenerator().generate({
  visitors: [
    new ReadonlyVisitor({
      introspectComments: true,
      classValidatorShim: true,
      esmCompatible: true,
      dtoFileNameSuffix: ['.dto.ts', 'fields.ts'],
      pathToSource: source,
    }),
  ],
  outputDir: source,
  watch: false,
  tsconfigPath: 'tsconfig.json',
});
