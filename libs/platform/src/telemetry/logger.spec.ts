import { expect, test } from '@jest/globals';
import { Unavailable } from '../errors.js';
import { Correlation } from './correlation.js';
import { JsonLogger, type LogLevel } from './logger.js';

function logger(level: LogLevel = 'info') {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, log: new JsonLogger(level, { write }) };
}

test('a line says when, how grave, where and what', () => {
  const { lines, log } = logger();
  log.warn('The log is away.', 'ProjectionRunner');
  expect(lines).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      level: 'warn',
      context: 'ProjectionRunner',
      msg: 'The log is away.',
    },
  ]);
});

test('lines of one request carry its correlation id, also after waiting', async () => {
  const { lines, log } = logger();
  await Correlation.run('c-1', async () => {
    await Promise.resolve();
    log.log('in the request');
  });
  log.log('outside');
  expect(lines.map((line) => line['correlationId'])).toEqual(['c-1', undefined]);
});

test('keys, secrets and authorization are never written', () => {
  const { lines, log } = logger();
  log.log('a request', {
    headers: { authorization: 'Bearer tk_1' },
    channel: { secret: 'whsec_1' },
    key: 'tk_2',
  });
  const text = JSON.stringify(lines);
  for (const secret of ['tk_1', 'tk_2', 'whsec_1']) expect(text).not.toContain(secret);
  expect(text).toContain('[secret]');
});

test('an error is written with its code, its stack and its cause', () => {
  const { lines, log } = logger();
  const cause = new Error('connection refused');
  log.error('Nothing was appended', new Unavailable('log-unavailable', 'No log.', { cause }));
  expect(lines[0]).toMatchObject({ msg: 'Nothing was appended', err: { code: 'log-unavailable' } });
  expect(JSON.stringify(lines[0])).toContain('connection refused');
});

test('what a driver hangs on its errors is not written', () => {
  const { lines, log } = logger();
  const error = Object.assign(new Error('terminated'), { code: '57P01', client: { port: 5432 } });
  log.warn('A connection failed', error);
  expect(lines[0]?.['err']).toEqual({
    type: 'Error',
    message: 'terminated',
    code: '57P01',
    stack: expect.stringContaining('terminated'),
  });
});

test('a stack that comes as text is kept beside the context', () => {
  const { lines, log } = logger();
  log.error('It broke', 'Error: It broke\n    at here', 'Api');
  expect(lines[0]).toMatchObject({ context: 'Api', stack: 'Error: It broke\n    at here' });
});

test('what is below the level is not written', () => {
  const { lines, log } = logger('warn');
  log.log('chatter');
  log.debug('more chatter');
  expect(lines).toEqual([]);
});
