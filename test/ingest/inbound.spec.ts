import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import kafkajs from 'kafkajs';
import { RevokeApiKey } from '#access';
import { FACTS, REPORT_MESSAGES, REPORT_TOPICS } from '#contracts';
import { KafkaInboundMessages, ManualClock, Unavailable } from '#platform';
import { eventReportId } from '../../apps/ingest/src/event-report-id.js';
import { kafkaIsMissing } from '../../deploy/local-kafka/local-kafka.js';
import { administrator, aReport } from '../reports/door.js';
import { eventually } from '../support/eventually.js';
import { type InboundWorld, startInboundWorld, structured, withPassword } from './inbound-world.js';

jest.setTimeout(120_000);

const missing = kafkaIsMissing();
if (missing) console.warn(`The inbound topic is not tested: ${missing}`);

const { submitted, withdrawn } = REPORT_MESSAGES;
let ids = 0;
const fresh = (changes: Record<string, unknown> = {}) =>
  aReport({ reportId: `i-${(ids += 1)}`, ...changes }) as Record<string, unknown> & {
    reportId: string;
  };

(missing ? describe.skip : describe)('the inbound topic', () => {
  let world: InboundWorld;
  let north: { id: string; key: string };
  let whole: { id: string; key: string };
  beforeAll(async () => {
    world = await startInboundWorld();
    north = await world.aKey('north ward', ['town-north']);
    whole = await world.aKey('town gateway', ['town']);
  });
  afterAll(() => world.stop());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const ward = () => world.ward;
  const factOf = async (id: string) =>
    (await world.process().facts()).filter((fact) => fact.data.reportId === id);
  async function http(path: string, body: unknown, key: string) {
    const answer = await fetch(world.process().url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as any };
  }
  const counted = async (outcome: string) =>
    (await world.process().metrics.inbound.get()).values.find(
      ({ labels }) => labels['outcome'] === outcome,
    )!.value;

  test('takes a report in structured mode, and its receipt comes under the name of the key', async () => {
    const report = fresh();
    await ward().write(structured(submitted, report, north.key, { id: 'asked-1' }));
    const { key, event } = await ward().receipt(report.reportId);
    expect(key).toBe('north ward');
    expect(event).toMatchObject({
      specversion: '1.0',
      source: '/tiendo',
      type: 'vn.tiendo.report-receipt.v1',
      subject: report.reportId,
      causationid: 'asked-1',
      datacontenttype: 'application/json',
      data: { reportId: report.reportId, state: 'recorded' },
    });
    const [fact] = await factOf(report.reportId);
    expect(fact).toMatchObject({ type: FACTS.reportAccepted, data: { sender: 'north ward' } });
    expect(fact!.correlationId).toMatch(/^inbound\/\d\/\d+$/);
  });

  test('takes a report in binary mode', async () => {
    const report = fresh({ value: 12.5 });
    const attributes = { ce_specversion: '1.0', ce_id: 'b-1', ce_source: '/w', ce_type: submitted };
    await ward().write({
      key: null,
      value: JSON.stringify(report),
      headers: {
        ...attributes,
        'content-type': 'application/json',
        authorization: `Bearer ${north.key}`,
      },
    });
    const { event } = await ward().receipt(report.reportId);
    expect(event.data).toEqual({ reportId: report.reportId, state: 'recorded' });
  });

  test('refuses what HTTP refuses, with the same codes, places and words', async () => {
    const spoilt: Record<string, unknown>[] = [
      { unit: 'town-south' },
      { unit: 'nowhere', value: 'x' },
      { period: '2024-Q9' },
      { value: undefined },
      { colour: 'red' },
      { value: '-1' },
      { indicator: 'unheard-of' },
    ];
    for (const changes of spoilt) {
      const report = JSON.parse(JSON.stringify(fresh(changes)));
      const over = await http('/v1/reports', report, north.key);
      expect(over.status).toBeGreaterThanOrEqual(400);
      await ward().write(structured(submitted, report, north.key));
      const { event } = await ward().receipt(report.reportId);
      const told = { reportId: report.reportId, state: 'refused', errors: over.body.errors };
      expect(event.data).toEqual(told);
      expect(await factOf(report.reportId)).toEqual([]);
    }
    const taken = fresh();
    expect((await http('/v1/reports', taken, north.key)).status).toBe(202);
    const other = { ...taken, value: '99' };
    const over = await http('/v1/reports', other, north.key);
    await ward().write(structured(submitted, other, north.key));
    const { event } = await ward().receipt(taken.reportId);
    expect(event.data.errors).toEqual(over.body.errors);
    expect(event.data.errors[0].code).toBe('duplicate-conflict');
  });

  test('tells in English whoever asks for it', async () => {
    const report = fresh({ period: '2024-Q9' });
    const headers = { 'accept-language': 'en' };
    await ward().write(structured(submitted, report, north.key, { headers }));
    const { event } = await ward().receipt(report.reportId);
    expect(event.data.errors[0].message).toMatch(/period/i);
  });

  test('refuses a key whose roles do not report, as the guard of HTTP does', async () => {
    const reader = await world.aKey('reader', ['town'], ['analyst']);
    const report = fresh();
    expect((await http('/v1/reports', report, reader.key)).body.code).toBe('not-permitted');
    await ward().write(structured(submitted, report, reader.key));
    const { key, event } = await ward().receipt(report.reportId);
    expect([key, event.data.state]).toEqual(['reader', 'refused']);
    expect(event.data.errors).toMatchObject([{ pointer: '', code: 'not-permitted' }]);
    expect(await factOf(report.reportId)).toEqual([]);
  });

  test('takes a report back; who may not, and what is not there, is told', async () => {
    const [report, elsewhere] = [fresh(), fresh({ unit: 'town-south' })];
    await ward().write(structured(submitted, elsewhere, whole.key));
    await ward().receipt(elsewhere.reportId);
    const withdrawal = (reportId: string, changes = {}) =>
      structured(withdrawn, { reportId, reason: 'nhập nhầm', ...changes }, north.key);
    await ward().write(
      structured(submitted, report, north.key),
      withdrawal(report.reportId),
      withdrawal(elsewhere.reportId),
      withdrawal('never-sent'),
      withdrawal('without-reason', { reason: undefined }),
    );
    await ward().receipt('without-reason');
    const told = (id: string) =>
      ward()
        .receiptsOf(id)
        .map(({ event }) => [event.data.state, event.data.errors?.[0].code]);
    expect(told(report.reportId)).toEqual([
      ['recorded', undefined],
      ['recorded', undefined],
    ]);
    expect(told(elsewhere.reportId)).toContainEqual(['refused', 'not-permitted']);
    expect(told('never-sent')).toEqual([['refused', 'not-found']]);
    expect(told('without-reason')).toEqual([['refused', 'field-missing']]);
    expect((await factOf(report.reportId)).map(({ type }) => type)).toEqual([
      FACTS.reportAccepted,
      FACTS.reportWithdrawn,
    ]);
    expect(await factOf(elsewhere.reportId)).toHaveLength(1);
  });

  test('makes dead letters of what nobody can be told about, and takes what follows', async () => {
    const revoked = await world.aKey('left', ['town']);
    await world.process().commands.execute(new RevokeApiKey(revoked.id, administrator));
    const good = fresh();
    const authorization = `Bearer ${north.key}`;
    const large = { ...fresh(), note: 'x'.repeat(300_000), evidence: ['too-large'] };
    const before = [await counted('dead-letter'), await counted('accepted')] as const;
    const partition = 4;
    const letters: [string, string, kafkajs.Message][] = [
      [
        'body-malformed',
        'gar{bage',
        { value: 'gar{bage', headers: { 'content-type': 'application/cloudevents+json' } },
      ],
      [
        'not-a-cloud-event',
        'no-event',
        { value: '{"no-event":1}', headers: { authorization, odd: 'kept' } },
      ],
      ['type-unknown', 'odd-type', structured('vn.tiendo.odd.v1', 'odd-type', north.key)],
      ['data-missing', 'empty-1', structured(submitted, undefined, north.key, { id: 'empty-1' })],
      [
        'not-authenticated',
        'keyless-1',
        structured(submitted, fresh(), undefined, { id: 'keyless-1' }),
      ],
      [
        'not-authenticated',
        'revoked-1',
        structured(submitted, fresh(), revoked.key, { id: 'revoked-1' }),
      ],
      ['body-too-large', 'too-large', structured(submitted, large, north.key)],
    ];
    const sent = letters.map(([, , message]) => ({ key: 'garbled', ...message, partition }));
    const followed = { ...structured(submitted, good, north.key), partition };
    const [place] = await ward().write(...sent, followed);
    expect((await ward().receipt(good.reportId)).event.data.state).toBe('recorded');
    for (const [index, [code, text]] of letters.entries()) {
      const letter = await ward().deadLetter(text);
      expect(letter.value).toBe(String(sent[index]!.value));
      expect(letter.key).toBe(String(sent[index]!.key));
      expect(letter.headers).toEqual({
        ...sent[index]!.headers,
        'error-code': code,
        'error-message': expect.stringMatching(/./),
        'origin-topic': REPORT_TOPICS.inbound,
        'origin-partition': '4',
        'origin-offset': String(Number(place!.baseOffset) + index),
      });
    }
    expect(await counted('dead-letter')).toBe(before[0] + letters.length);
    expect(await counted('accepted')).toBe(before[1] + 1);
    const logged = world.process().lines.join('');
    expect(logged).toContain('not-authenticated');
    for (const key of [north.key, revoked.key]) expect(logged).not.toContain(key);
  });

  test('a message without a value or with an empty header is a dead letter too', async () => {
    const headers = { 'x-mark': 'tombstone', empty: null as unknown as string };
    jest
      .spyOn(Buffer, 'byteLength')
      .mockImplementation(((text: never) =>
        text === null ? 0 : new TextEncoder().encode(text).length) as never);
    await ward().write({ key: 'k', value: null, headers });
    jest.restoreAllMocks();
    const found = () =>
      ward().deadLetters.find((letter) => letter.headers['x-mark'] === 'tombstone');
    await eventually('the letter is there', () => found() !== undefined);
    expect(found()).toMatchObject({ value: null, headers: { 'error-code': 'not-a-cloud-event' } });
  });

  test('an event that comes twice is one report, with an id that its sender can work out', async () => {
    const { reportId: _, ...unnamed } = fresh();
    const message = structured(submitted, unnamed, north.key, { id: 'unnamed/1' });
    await ward().write(message, message);
    await ward().write(message);
    const id = eventReportId({ source: '/wards/test', id: 'unnamed/1' });
    await eventually('each has its receipt', () => ward().receiptsOf(id).length === 3);
    const told = ward().receiptsOf(id);
    expect(told.every(({ event }) => event.data.state === 'recorded')).toBe(true);
    expect(new Set(told.map(({ event }) => event.id)).size).toBe(3);
    expect(await factOf(id)).toHaveLength(1);
  });

  test('what is taken again after a loss of the position changes nothing, and has the same receipts', async () => {
    const last = fresh();
    await ward().write(structured(submitted, last, north.key));
    await ward().receipt(last.reportId);
    const before = await world.process().facts();
    const receipts = ward().receipts.map(({ value }) => JSON.parse(value!));
    const refusals = await world.process().facts('tiendo.refusals');
    await world.restart(async () => {
      const { rowCount } = await world.database.query(
        `UPDATE projection_position SET next_offset = 0 WHERE projection = 'inbound'`,
      );
      expect(rowCount).toBeGreaterThan(1);
    });
    await eventually(
      'all receipts have come again',
      () => ward().receipts.length >= 2 * receipts.length,
      30_000,
    );
    const again = ward()
      .receipts.slice(receipts.length)
      .map(({ value }) => JSON.parse(value!));
    const byId = (list: any[]) => new Map(list.map((event) => [event.id, event.data]));
    expect(byId(again)).toEqual(byId(receipts));
    expect(await world.process().facts()).toEqual(before);
    expect(await world.process().facts('tiendo.refusals')).toEqual(refusals);
  });

  test('the process begins where the one before it ended', async () => {
    await world.restart(() => Promise.resolve());
    const count = ward().receipts.length;
    const report = fresh();
    await ward().write(structured(submitted, report, north.key));
    await ward().receipt(report.reportId);
    expect(ward().receipts).toHaveLength(count + 1);
  });

  test('what is not kept any more stops nobody', async () => {
    await world.restart(async () => {
      await world.forgetMessages();
      await world.database.query(`DELETE FROM projection_position WHERE projection = 'inbound'`);
    });
    const reports = Array.from({ length: 12 }, () => fresh());
    await ward().write(
      ...reports.map((report, n) => structured(submitted, report, north.key, { key: `kept-${n}` })),
    );
    for (const { reportId } of reports) {
      expect((await ward().receipt(reportId)).event.data.state).toBe('recorded');
    }
  });

  test('the order of a key holds, whoever sends under it and whatever comes between', async () => {
    const sent = Array.from({ length: 120 }, (_, n) => {
      const report = fresh({ value: String(n) });
      const sender = n % 3 === 0 ? whole.key : north.key;
      const isTakenBack = n % 10 === 7;
      return [
        structured(submitted, report, sender, { key: 'ordered' }),
        structured(submitted, fresh(), sender, { key: `other-${n}` }),
        ...(isTakenBack
          ? [
              structured(withdrawn, { reportId: report.reportId, reason: 'x' }, sender, {
                key: 'ordered',
              }),
            ]
          : []),
      ];
    }).flat();
    await ward().write(...sent);
    const expected = sent
      .filter(({ key }) => key === 'ordered')
      .map(({ value }) => JSON.parse(String(value)))
      .map(({ type, data }) => [type === withdrawn, data.reportId]);
    const ours = new Set(expected.map(([, id]) => id));
    const facts = async () =>
      (await world.process().facts())
        .filter(({ data }) => ours.has(data.reportId))
        .map(({ type, data }) => [type === FACTS.reportWithdrawn, data.reportId]);
    await eventually('all is in the log', async () => (await facts()).length >= expected.length);
    expect(await facts()).toEqual(expected);
  });

  test('what is away is waited for: the batch comes again', async () => {
    const { log, failures } = world.process();
    const away = new Unavailable('log-unavailable', 'The event log cannot be reached.');
    jest.spyOn(log, 'append').mockRejectedValueOnce(away).mockRejectedValueOnce(away);
    const [one, two] = [fresh(), fresh()];
    await ward().write(
      structured(submitted, one, north.key),
      structured(submitted, two, north.key),
    );
    expect((await ward().receipt(one.reportId)).event.data.state).toBe('recorded');
    expect((await ward().receipt(two.reportId)).event.data.state).toBe('recorded');
    expect(failures).toEqual([away, away]);
  });

  test('what can never be taken is found among the others, and is a dead letter', async () => {
    const { log } = world.process();
    const append = log.append.bind(log);
    const reports = Array.from({ length: 9 }, () => fresh());
    const broken = reports[4]!;
    jest.spyOn(log, 'append').mockImplementation((topic, facts) => {
      if (facts.some(({ id }) => id === broken.reportId))
        throw new TypeError('a fault in the code');
      return append(topic, facts);
    });
    await ward().write(...reports.map((report) => structured(submitted, report, north.key)));
    const letter = await ward().deadLetter(`"${broken.reportId}"`);
    expect(letter.headers['error-code']).toBe('internal');
    for (const { reportId } of reports.filter((report) => report !== broken)) {
      expect((await ward().receipt(reportId)).event.data.state).toBe('recorded');
    }
    expect(ward().receiptsOf(broken.reportId)).toEqual([]);
  });

  test('a compression that is not read here is read all the same', async () => {
    const codecs = kafkajs.CompressionCodecs as Record<number, unknown>;
    const { Snappy } = kafkajs.CompressionTypes;
    codecs[Snappy] = () => ({
      compress: ({ buffer }: { buffer: Buffer }) => Promise.resolve(uncompressedSnappy(buffer)),
      decompress: () => Promise.reject(new Error('nobody reads this')),
    });
    const report = fresh();
    await ward().producer.send({
      topic: REPORT_TOPICS.inbound,
      compression: Snappy,
      messages: [structured(submitted, report, north.key)],
    });
    expect((await ward().receipt(report.reportId)).event.data.state).toBe('recorded');
  });

  test('with a wrong password nothing comes, and the password is not told', async () => {
    const failures: unknown[] = [];
    const settings = withPassword(world.broker.scramBrokers, 'a-wrong-password');
    const clock = new ManualClock(new Date('2024-08-20T01:00:00Z'));
    const inbound = new KafkaInboundMessages(world.database, clock, settings, (error) => {
      failures.push(error);
    });
    const taken: unknown[] = [];
    await inbound.consume({
      name: 'intruder',
      topic: REPORT_TOPICS.inbound,
      maxBatch: 10,
      take: (messages) => {
        taken.push(...messages);
        return Promise.resolve([]);
      },
    });
    await eventually('the broker has said no', () => failures.length > 0);
    await inbound.close();
    expect(String(failures[0])).toMatch(/authentication/i);
    expect(JSON.stringify(failures.map(String))).not.toContain('a-wrong-password');
    expect(taken).toEqual([]);
  });

  test('many large reports at once are taken', async () => {
    const note = 'ghi chú '.repeat(450);
    const reports = Array.from({ length: 300 }, () => fresh({ note }));
    for (let from = 0; from < reports.length; from += 100) {
      const part = reports.slice(from, from + 100);
      await ward().write(
        ...part.map((report) => structured(submitted, report, north.key, { key: 'large' })),
      );
    }
    for (const { reportId } of reports) {
      expect((await ward().receipt(reportId)).event.data.state).toBe('recorded');
    }
  });
});

/** Snappy's own form of what was not made smaller: its length, and pieces of up to 64 KiB as they are. */
function uncompressedSnappy(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let length = bytes.length;
  const preamble: number[] = [];
  for (; length > 127; length >>>= 7) preamble.push((length & 127) | 128);
  parts.push(Buffer.from([...preamble, length]));
  for (let from = 0; from < bytes.length; from += 65_536) {
    const piece = bytes.subarray(from, from + 65_536);
    parts.push(Buffer.from([61 << 2, (piece.length - 1) & 255, (piece.length - 1) >> 8]), piece);
  }
  return Buffer.concat(parts);
}
