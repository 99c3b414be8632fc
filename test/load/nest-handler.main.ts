import 'reflect-metadata';
import { TOPICS, type AcceptedReport } from '#contracts';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Ctx,
  EventPattern,
  type KafkaContext,
  type MicroserviceOptions,
  Payload,
  Transport,
} from '@nestjs/microservices';
import { DataSource, type Repository } from 'typeorm';
import { SavedReport, savedRow } from './baselines.js';
import { theGate } from './gate.js';

/** What Nest's documentation shows: a handler per message of the Kafka transport, and TypeORM's `save()`. */
const [url, brokers, group, atOnce] = process.argv.slice(2) as [string, string, string, string];
const passed = theGate();
const source = new DataSource({
  type: 'postgres',
  url,
  entities: [SavedReport],
  synchronize: true,
});
await source.initialize();
let handled = 0;

@Controller()
class ReportsController {
  private readonly reports: Repository<Record<string, unknown>>;

  constructor(@Inject(DataSource) source: DataSource) {
    this.reports = source.getRepository(SavedReport);
  }

  @EventPattern(TOPICS.reports)
  async accepted(@Payload() event: { data: AcceptedReport }, @Ctx() context: unknown) {
    await passed();
    await this.reports.save(
      savedRow(event.data, Number((context as KafkaContext).getMessage().offset)),
    );
    handled += 1;
    process.send?.(handled);
  }
}

@Module({
  controllers: [ReportsController],
  providers: [{ provide: DataSource, useValue: source }],
})
class HandlerModule {}

const app = await NestFactory.createMicroservice<MicroserviceOptions>(HandlerModule, {
  transport: Transport.KAFKA,
  options: {
    client: { brokers: [brokers] },
    consumer: { groupId: group, sessionTimeout: 300_000, rebalanceTimeout: 300_000 },
    subscribe: { fromBeginning: true },
    run: { partitionsConsumedConcurrently: Number(atOnce) },
  },
  logger: ['error'],
});
await app.listen();
