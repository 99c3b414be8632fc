import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { environmentExample, parseConfiguration } from './configuration.js';

test('nothing set is the embedded profile', () => {
  const parsed = parseConfiguration({});
  expect(parsed).toMatchObject({
    configuration: { of: { TIENDO_PROFILE: 'embedded', TIENDO_HTTP_PORT: 8080 } },
  });
});

test('all problems are told at once, each with its variable', () => {
  const parsed = parseConfiguration({
    TIENDO_HTTP_PORT: 'eighty',
    TIENDO_ADMIN_KEY: 'short',
    TIENDO_PORFILE: 'embedded',
    TIENDO_NOW: 'soon',
    TIENDO_WEBHOOK_ALLOW: 'hooks, 10.0.0.0/40',
  });
  const problems = 'problems' in parsed ? parsed.problems.join('\n') : '';
  const wrong = ['HTTP_PORT', 'ADMIN_KEY', 'PORFILE', 'NOW', 'WEBHOOK_ALLOW'];
  for (const name of wrong) expect(problems).toContain(`TIENDO_${name}`);
});

test('the distributed profile names what it lacks, and keeps its own time', () => {
  const parsed = parseConfiguration({
    TIENDO_PROFILE: 'distributed',
    TIENDO_NOW: '2025-05-20T08:00:00+07:00',
  });
  expect(parsed).toEqual({
    problems: [
      'TIENDO_NOW: only in the embedded profile',
      'DATABASE_URL: the distributed profile needs it',
      'KAFKA_BROKERS: the distributed profile needs it',
      'REDIS_URL: the distributed profile needs it',
      'TIENDO_ADMIN_KEY: the distributed profile needs it',
    ],
  });
});

test('a clock that is set beside the real one is for the distributed profile, and a password for a user', () => {
  expect(parseConfiguration({ TIENDO_CLOCK_OFFSET: '-60' })).toEqual({
    problems: ['TIENDO_CLOCK_OFFSET: only in the distributed profile'],
  });
  const parsed = parseConfiguration({
    TIENDO_PROFILE: 'distributed',
    TIENDO_ADMIN_KEY: 'x'.repeat(32),
    DATABASE_URL: 'postgres://',
    REDIS_URL: 'redis://',
    KAFKA_BROKERS: 'kafka:9092',
    KAFKA_USERNAME: 'tiendo',
  });
  expect(parsed).toEqual({
    problems: ['KAFKA_PASSWORD: KAFKA_USERNAME and KAFKA_PASSWORD come together'],
  });
});

test('webhooks may reach this machine in the embedded profile only by default', () => {
  const embedded = parseConfiguration({});
  expect('configuration' in embedded && embedded.configuration.webhookAllow).toContain('localhost');
  const listed = parseConfiguration({ TIENDO_WEBHOOK_ALLOW: '10.0.0.0/8, hooks' });
  expect('configuration' in listed && listed.configuration.webhookAllow).toEqual([
    '10.0.0.0/8',
    'hooks',
  ]);
});

test('.env.example is fresh', () => {
  expect(readFileSync('.env.example', 'utf8')).toBe(environmentExample());
});
