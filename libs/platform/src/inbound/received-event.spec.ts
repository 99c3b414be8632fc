import { describe, expect, test } from '@jest/globals';
import { headerText, receivedEvent } from './received-event.js';

const envelope = {
  specversion: '1.0',
  id: 'e-1',
  source: '/wards/north',
  type: 'vn.tiendo.test.v1',
  data: { value: '1' },
};
const structured = (changes: object = {}, contentType = 'application/cloudevents+json') =>
  receivedEvent({
    headers: { 'content-type': Buffer.from(contentType) },
    value: Buffer.from(JSON.stringify({ ...envelope, ...changes })),
  });
const binary = (
  headers: Record<string, string | undefined> = {},
  value: string | null = '{"a":1}',
) =>
  receivedEvent({
    headers: {
      ce_specversion: '1.0',
      ce_id: 'e-1',
      ce_source: '/wards/north',
      ce_type: 'vn.tiendo.test.v1',
      ...headers,
    },
    value: value === null ? null : Buffer.from(value),
  });
const event = { id: 'e-1', source: '/wards/north', type: 'vn.tiendo.test.v1' };

describe('an event is read', () => {
  test('in structured mode, whatever stands beside the media type', () => {
    expect(structured()).toEqual({ ...event, data: { value: '1' } });
    expect(structured({}, 'application/cloudevents+json; charset=UTF-8')).toMatchObject(event);
    expect(structured({ datacontenttype: 'application/json', subject: 'x' })).toMatchObject(event);
  });

  test('in structured mode with its data in Base64', () => {
    const encoded = Buffer.from('{"value":"2"}').toString('base64');
    expect(structured({ data: undefined, data_base64: encoded })).toMatchObject({
      data: { value: '2' },
    });
  });

  test('in binary mode, with and without a media type', () => {
    expect(binary()).toEqual({ ...event, data: { a: 1 } });
    expect(binary({ 'content-type': 'application/json; charset=utf-8' })).toMatchObject(event);
    expect(binary({ 'content-type': 'application/vnd.ward+json' })).toMatchObject(event);
  });

  test('with its figures as they were written', () => {
    expect(binary({}, '{"value":0.1000000000000000055}')).toMatchObject({
      data: { value: '0.1000000000000000055' },
    });
  });

  test('with its place in a trace', () => {
    expect(binary({ ce_traceparent: '00-a' })).toMatchObject({ traceparent: '00-a' });
  });
});

describe('why a message is no event', () => {
  const bytes = (value: Buffer | null, contentType = 'application/cloudevents+json') =>
    receivedEvent({ headers: { 'content-type': contentType }, value });
  test.each([
    ['not JSON', bytes(Buffer.from('{')), 'body-malformed'],
    ['not UTF-8', bytes(Buffer.from([0x22, 0xff, 0x22])), 'body-malformed'],
    ['nothing at all', bytes(null), 'body-malformed'],
    ['JSON that is no object', bytes(Buffer.from('null')), 'not-a-cloud-event'],
    ['neither mode', receivedEvent({ headers: {}, value: Buffer.from('{}') }), 'not-a-cloud-event'],
    ['another version', structured({ specversion: '0.3' }), 'not-a-cloud-event'],
    ['no id', structured({ id: '' }), 'not-a-cloud-event'],
    ['a source with a space', structured({ source: 'a b' }), 'not-a-cloud-event'],
    ['no type', binary({ ce_type: undefined }), 'not-a-cloud-event'],
    [
      'batched mode',
      bytes(Buffer.from('[]'), 'application/cloudevents-batch+json'),
      'content-type-unsupported',
    ],
    ['data in XML', binary({ 'content-type': 'application/xml' }), 'content-type-unsupported'],
    ['data in XML', structured({ datacontenttype: 'text/xml' }), 'content-type-unsupported'],
    ['no data', structured({ data: undefined }), 'data-missing'],
    ['data null', structured({ data: null }), 'data-missing'],
    ['an empty value', binary({}, ''), 'data-missing'],
    ['no value', binary({}, null), 'data-missing'],
    ['data that is no JSON', binary({}, 'value=1'), 'body-malformed'],
  ])('%s', (_, read, code) => {
    expect(read).toMatchObject({ code, message: expect.stringMatching(/./) });
  });
});

test('of several headers of a name the last counts; a name of every object is none', () => {
  expect(headerText({ a: [Buffer.from('1'), Buffer.from('2')] }, 'a')).toBe('2');
  expect(headerText({ a: null }, 'a')).toBeUndefined();
  expect(headerText({}, 'constructor')).toBeUndefined();
});
