/**
 * Writes src/metadata.ts: what @nestjs/swagger's plugin reads off the DTOs' types, since SWC compiles without types. In the order
 * of the file names: the compiler's own order follows the imports, and would change the file with every new one.
 */
import { fileURLToPath } from 'node:url';
import { PluginMetadataGenerator } from '@nestjs/cli/lib/compiler/plugins/plugin-metadata-generator.js';
import { ReadonlyVisitor } from '@nestjs/swagger/plugin';

const source = fileURLToPath(new URL('../src', import.meta.url));
const program = ReadonlyVisitor.createTsProgram(fileURLToPath(new URL('../tsconfig.json', import.meta.url)));
const files = [...program.getSourceFiles()].sort((one, other) => (one.fileName < other.fileName ? -1 : 1));
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
  tsProgramRef: Object.assign(Object.create(program), { getSourceFiles: () => files }),
});
