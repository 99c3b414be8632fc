import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { readFileSync } from 'node:fs';
import type { Configuration } from '../../configuration/configuration.js';

/** How to reach Kafka, and how soon a silent consumer is taken for dead. */
export interface KafkaSettings extends Pick<KafkaConfig, 'ssl' | 'sasl' | 'socketFactory'> {
  readonly brokers: readonly string[];
  /** A consumer that was silent for so long loses its partitions; default 10 s. */
  readonly sessionTimeoutMs?: number;
}

const CONNECT_WITHIN_MS = 3000;
const ANSWER_WITHIN_MS = 10_000;
/** Whoever asks is told soon; connecting again is our own affair. */
const RETRY = { retries: 2, initialRetryTime: 100, maxRetryTime: 1000 };

export function kafkaClient({ brokers, ssl, sasl, socketFactory }: KafkaSettings): Kafka {
  return new Kafka({
    clientId: 'tiendo',
    brokers: [...brokers],
    connectionTimeout: CONNECT_WITHIN_MS,
    requestTimeout: ANSWER_WITHIN_MS,
    retry: RETRY,
    logLevel: logLevel.NOTHING,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    ...(socketFactory === undefined ? {} : { socketFactory }),
  } as KafkaConfig);
}

/** What the configuration says of Kafka. */
export function kafkaSettings({ of }: Configuration): KafkaSettings {
  const { KAFKA_BROKERS = [], KAFKA_TLS, KAFKA_CA_FILE, KAFKA_USERNAME, KAFKA_PASSWORD } = of;
  const ca = KAFKA_CA_FILE === undefined ? undefined : readFileSync(KAFKA_CA_FILE, 'utf8');
  return {
    brokers: KAFKA_BROKERS,
    ...(KAFKA_TLS === 'on' && { ssl: ca === undefined ? true : { ca } }),
    ...(KAFKA_USERNAME !== undefined &&
      KAFKA_PASSWORD !== undefined && {
        sasl: { mechanism: 'scram-sha-512', username: KAFKA_USERNAME, password: KAFKA_PASSWORD },
      }),
  };
}
