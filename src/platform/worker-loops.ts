import { InjectQueue } from '@nestjs/bullmq';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Worker, type Job, type Queue } from 'bullmq';
import type { pino } from 'pino';
import { ClockWatch } from './clock-watch.js';
import { CONFIG, type Config } from './config.js';
import { DueSweeper } from './due-sweeper.js';
import { JobHandlers } from './job-handlers.js';
import { consumerConnection, queueName, type JobData, type JobName, type QueueSettings } from './jobs.js';
import { LOG } from './logging.js';
import { LoopWork } from './loop-work.js';
import { OutboxRelay, QUEUE_SETTINGS } from './outbox-relay.js';
import { repeat, type Repeating } from './repeating.js';
import { SendMails } from './send-mails.js';

/** Further ahead than this no delayed job is worth its row; a later sweep will see it nearer. */
const punctualMsMax = 60_000;
/** How often the clocks are compared. */
const clocksIntervalMs = 10_000;
/** A worker killed this often under one job is the job's fault. */
const stalledTimesMax = 10;

/** What the worker process does: relay the outbox, sweep what is due, take jobs. Any number of processes may run it at once. */
@Injectable()
export class WorkerLoops implements OnModuleDestroy {
  private worker: Worker<JobData, void, JobName> | null = null;
  private loops: Repeating[] = [];
  private planned = '';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(QUEUE_SETTINGS) private readonly settings: QueueSettings,
    @InjectQueue(queueName) private readonly queue: Queue<JobData, void, JobName>,
    private readonly relay: OutboxRelay,
    private readonly sweeper: DueSweeper,
    private readonly handlers: JobHandlers,
    private readonly mails: SendMails,
    private readonly clocks: ClockWatch,
    private readonly others: LoopWork,
    @Inject(LOG) private readonly log: pino.Logger,
  ) {
    this.queue.on('error', (error) => this.log.warn({ err: error }, 'queue connection'));
  }

  /** Starts everything, and gives the jobs that failed for good another chance: a new worker may carry the mending. */
  async start(): Promise<void> {
    await this.queue.waitUntilReady();
    await this.queue.retryJobs({ state: 'failed' });
    this.worker = this.startWorker();
    await this.worker.waitUntilReady();
    this.loops = [
      repeat('outbox', this.settings.relayIntervalMs, async () => (await this.relay.relayOnce()) > 0, this.log),
      repeat('due', this.settings.sweepIntervalMs, () => this.sweep(), this.log),
      // A loop of its own: a mail server that answers slowly delays no deadline.
      repeat('mail', this.settings.sweepIntervalMs, () => this.mails.sendDue(), this.log),
      repeat('clocks', clocksIntervalMs, () => this.clocks.look().then(() => false), this.log),
      ...this.others.loops
        .filter((one) => !this.settings.loopsLeftOut.includes(one.name))
        .map((one) => repeat(one.name, one.intervalMs, () => one.run(), this.log)),
    ];
  }

  /** Runs the loops at once instead of at their next interval. */
  nudge(): void {
    for (const loop of this.loops) loop.nudge();
  }

  /** Takes nothing new, finishes what is under way. */
  async stop(): Promise<void> {
    const { loops, worker } = this;
    this.loops = [];
    this.worker = null;
    await Promise.all(loops.map((loop) => loop.stop()));
    await worker?.close();
  }

  async onModuleDestroy(): Promise<void> {
    await this.stop();
  }

  private startWorker(): Worker<JobData, void, JobName> {
    const { concurrency, lockDurationMs } = this.settings;
    const worker = new Worker<JobData, void, JobName>(queueName, (job) => this.perform(job), {
      connection: consumerConnection(this.config),
      concurrency,
      lockDuration: lockDurationMs,
      stalledInterval: lockDurationMs,
      maxStalledCount: stalledTimesMax,
    });
    worker.on('error', (error) => this.log.warn({ err: error }, 'worker connection'));
    worker.on('failed', (job, error) => this.reportFailure(job, error));
    return worker;
  }

  private async perform(job: Job<JobData, void, JobName>): Promise<void> {
    const { outboxId } = job.data;
    if (job.name === 'sweep') return this.nudge();
    if (typeof outboxId !== 'string') throw new Error('a job without an outbox id');
    const handled = await this.handlers.handle(outboxId);
    if (handled === 'unknown') this.log.warn({ outboxId }, 'job without an outbox message');
  }

  private reportFailure(job: Job<JobData, void, JobName> | undefined, error: Error): void {
    const dead = job === undefined || job.attemptsMade >= (job.opts.attempts ?? 1);
    const facts = { jobId: job?.id, attempts: job?.attemptsMade, err: error };
    if (dead) this.log.error({ ...facts, alarm: 'dead-letter' }, 'job failed for good');
    else this.log.warn(facts, 'job failed, will be tried again');
  }

  private async sweep(): Promise<boolean> {
    const { ran } = await this.sweeper.sweepOnce();
    if (ran === 0) await this.planPunctual();
    return ran > 0;
  }

  /** Asks for a sweep at the very instant of the next deadline. Only a courtesy: without it the sweep comes up to one interval later. */
  private async planPunctual(): Promise<void> {
    const next = await this.sweeper.nextDue(punctualMsMax);
    if (next === null || next.at === this.planned) return;
    const jobId = `sweep-${next.at.replaceAll(/\D/g, '')}`;
    await this.queue.add('sweep', {}, { jobId, delay: next.inMs, removeOnComplete: true, removeOnFail: true });
    this.planned = next.at;
  }
}
