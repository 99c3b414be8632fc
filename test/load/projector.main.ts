import { type EventLog, KafkaEventLog, type Subscription } from '#platform';
import { CountryProcess } from './country-process.js';
import { theGate } from './gate.js';

/** A process that projects reports from Kafka, as the projector does. */
const [url, brokers] = process.argv.slice(2) as [string, string];
const passed = theGate();
const country = await CountryProcess.start(url);
const log = new KafkaEventLog(country.database, { brokers: [brokers] }, console.error);
const gated: EventLog = Object.create(log, {
  consume: {
    value: (subscription: Subscription) =>
      log.consume({
        topic: subscription.topic,
        group: subscription.group,
        maxBatch: subscription.maxBatch,
        startAt: (partitions) => subscription.startAt(partitions),
        handle: async (partition, facts) => {
          await passed();
          await subscription.handle(partition, facts);
        },
      }),
  },
});
await country.projectFrom(gated);
