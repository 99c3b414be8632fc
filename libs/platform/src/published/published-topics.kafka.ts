import type { Clock } from '../clock.js';
import type { Database } from '../database/database.js';
import type { Consumer } from '../event-log/event-log.js';
import { KafkaReader } from '../event-log/kafka/kafka-reader.js';
import { KafkaSender } from '../event-log/kafka/kafka-sender.js';
import { kafkaClient, type KafkaSettings } from '../event-log/kafka/kafka-settings.js';
import type { Metrics } from '../telemetry/metrics.js';
import { type Behind, type Publication, PublishedTopics } from './published-topics.js';
import { TopicKeeper } from './topic-keeper.js';

/** Compacted topics of Kafka, CloudEvents 1.0 in structured JSON. */
export class KafkaPublishedTopics extends PublishedTopics {
  private readonly keepers = new Set<{ stop(): Promise<void>; behind(): Behind[] }>();
  private readonly reader: KafkaReader;
  private readonly sender: KafkaSender;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    settings: KafkaSettings,
    private readonly failed: (error: unknown) => void = () => undefined,
  ) {
    super();
    const kafka = kafkaClient(settings);
    this.reader = new KafkaReader(kafka);
    this.sender = new KafkaSender(kafka);
  }

  keep<Data, Mark>(publication: Publication<Data, Mark>): Promise<Consumer> {
    const { database, reader, sender, clock, metrics, failed } = this;
    const engines = { database, reader, sender, clock, metrics, failed };
    const keeper = new TopicKeeper(publication, engines);
    this.keepers.add(keeper);
    const stop = async () => {
      await keeper.stop();
      this.keepers.delete(keeper);
    };
    return Promise.resolve({ stop });
  }

  behind(): Behind[] {
    return [...this.keepers].flatMap((keeper) => keeper.behind());
  }

  async close(): Promise<void> {
    await Promise.all([...this.keepers].map((keeper) => keeper.stop()));
    await this.sender.close();
    await this.reader.close();
  }
}
