import { Injectable } from '@nestjs/common';

/** Work of a module that goes on for ever in the worker, a piece at a time, and owes nobody a moment. */
export interface Loop {
  name: string;
  intervalMs: number;
  /** True where there is more to do at once. */
  run(): Promise<boolean>;
}

/** Where modules say what the worker repeats for them. */
@Injectable()
export class LoopWork {
  readonly loops: Loop[] = [];

  /** Called in `onModuleInit`. Throws on a name taken twice. */
  register(loop: Loop): void {
    if (this.loops.some((one) => one.name === loop.name)) throw new Error(`a loop registered twice: ${loop.name}`);
    this.loops.push(loop);
  }
}
