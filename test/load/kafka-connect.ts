import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TOPICS } from '#contracts';
import { freePort } from '../../deploy/local-kafka/local-kafka.js';
import type { GatedProcess } from './gated-process.js';

const POM = resolve('test/load/kafka-connect/pom.xml');
const JARS = resolve('node_modules/.cache/tiendo-kafka-connect-3.5.0');
const READY_WITHIN_MS = 120_000;
const NAME = 'reports';

/** The table that it makes and fills. */
export const CONNECTED = 'connected_report';

/** What of an event it is told to read; everything is optional that not every report has. */
const FIELDS = {
  ...{ reportId: false, indicator: false, unit: false, period: false, sender: false },
  ...{ value: true, numerator: true, denominator: true },
};

const SCHEMA = {
  type: 'struct',
  optional: false,
  fields: [
    {
      field: 'data',
      type: 'struct',
      optional: false,
      fields: [
        ...Object.entries(FIELDS).map(([field, optional]) => ({ field, type: 'string', optional })),
        { field: 'done', type: 'boolean', optional: true },
      ],
    },
  ],
};

/**
 * Kafka Connect with Debezium's JDBC sink, upserting the newest report of each cell: arrays, repeated cells
 * of a batch reduced, and fetches as large as the projector's. Its gate is its pausing.
 */
export async function kafkaConnect(
  url: string,
  brokers: string,
  tasks: number,
): Promise<GatedProcess> {
  fetchJars();
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-bench-'));
  const address = `127.0.0.1:${await freePort()}`;
  const write = (file: string, settings: object): string => {
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    writeFileSync(join(folder, file), lines.join('\n'));
    return join(folder, file);
  };
  const worker = write('worker.properties', workerSettings(folder, address, brokers));
  const sink = write('sink.properties', sinkSettings(url, tasks));
  const log = openSync(join(folder, 'connect.log'), 'w');
  const main = 'org.apache.kafka.connect.cli.ConnectStandalone';
  const java = spawn('java', ['-Xmx1g', '-cp', `${JARS}/*`, main, worker, sink], {
    stdio: ['ignore', log, log],
  });
  process.once('exit', () => java.kill('SIGKILL'));
  const ask = (path: string, method = 'GET') =>
    fetch(`http://${address}/connectors/${NAME}/${path}`, { method });
  await running(ask, folder);
  await ask('pause', 'PUT');
  return {
    open: () => void ask('resume', 'PUT'),
    close: () => void ask('pause', 'PUT'),
    handled: () => 0,
    end: async () => {
      java.kill('SIGTERM');
      await once(java, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function running(ask: (path: string) => Promise<Response>, folder: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const answer = await ask('status').catch(() => undefined);
    const status = answer?.ok ? JSON.stringify(await answer.json()) : '';
    if (/"tasks":\[.*RUNNING/.test(status)) return;
    if (status.includes('FAILED')) throw new Error(status);
    await pause(100);
  }
  throw new Error(`Kafka Connect is not ready in time: see ${folder}/connect.log`);
}

function workerSettings(folder: string, address: string, brokers: string) {
  return {
    'bootstrap.servers': brokers,
    listeners: `http://${address}`,
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'offset.storage.file.filename': join(folder, 'offsets'),
    'plugin.discovery': 'service_load',
  };
}

function sinkSettings(url: string, tasks: number) {
  const { host, pathname, username, password } = new URL(url);
  return {
    name: NAME,
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    'tasks.max': tasks,
    topics: TOPICS.reports,
    'connection.url': `jdbc:postgresql://${host}${pathname}`,
    'connection.username': username,
    'connection.password': decodeURIComponent(password),
    'insert.mode': 'upsert',
    'primary.key.mode': 'record_value',
    'primary.key.fields': 'indicator,unit,period',
    'schema.evolution': 'basic',
    'collection.name.format': CONNECTED,
    'use.reduction.buffer': true,
    'dialect.postgres.unnest.insert.enabled': true,
    'batch.size': 3000,
    'consumer.override.max.poll.records': 3000,
    'consumer.override.max.partition.fetch.bytes': 4 * 1024 * 1024,
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': true,
    'value.converter.schema.content': JSON.stringify(SCHEMA),
    transforms: 'data,place',
    'transforms.data.type': 'org.apache.kafka.connect.transforms.ExtractField$Value',
    'transforms.data.field': 'data',
    'transforms.place.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
    'transforms.place.partition.field': 'log_partition',
    'transforms.place.offset.field': 'log_offset',
  };
}

function fetchJars(): void {
  if (existsSync(JARS)) return;
  const part = `${JARS}.${process.pid}`;
  const settings = ['-q', '-B', '-f', POM, 'dependency:copy-dependencies'];
  execFileSync('mvn', [...settings, `-DoutputDirectory=${part}`]);
  renameSync(part, JARS);
}
