import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createHttpApp, HttpProblem, JsonLogger, Unavailable } from '#platform';

const Thing = z.strictObject({ name: z.string(), size: z.number().optional() });

@Controller('things')
class ThingsController {
  @Post()
  make(@Body({ schema: Thing }) thing: z.infer<typeof Thing>) {
    return thing;
  }

  @Get('away')
  away() {
    throw new Unavailable('log-unavailable', 'The event log cannot be reached.');
  }

  @Get('broken')
  broken() {
    throw new TypeError('the secret inside');
  }

  @Get('refused')
  refused() {
    throw new HttpProblem(422, 'unknown-unit', 'x', [
      { pointer: '/unit', code: 'unknown-unit', message: 'x' },
    ]);
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

/** Over a real port: what every door does before a controller is asked. */
describe('an HTTP application', () => {
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    app = await createHttpApp(ThingsModule, { logger: new JsonLogger('silent'), rateLimit: 40 });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/things`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const problem = async (answer: Response) => ({
    status: answer.status,
    type: answer.headers.get('content-type'),
    body: (await answer.json()) as any,
  });

  test('a good body is taken, and the answer carries the correlation id of the request', async () => {
    const answer = await post('{"name":"a"}', { 'x-correlation-id': 'abc-1' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-correlation-id')).toBe('abc-1');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('every place that is wrong is told, as a problem document', async () => {
    const { status, type, body } = await problem(await post('{"size":"big","colour":1}'));
    expect(status).toBe(400);
    expect(type).toContain('application/problem+json');
    expect(body.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pointer: '/name', code: 'field-missing' }),
        expect.objectContaining({ pointer: '/size', code: 'field-malformed' }),
        expect.objectContaining({ pointer: '/colour', code: 'unknown-field' }),
      ]),
    );
  });

  test.each([
    ['malformed JSON', '{', {}, 400, 'body-malformed'],
    [
      'another content type',
      '<a/>',
      { 'content-type': 'text/xml' },
      415,
      'content-type-unsupported',
    ],
    ['a body over the limit', `"${'x'.repeat(9_000_000)}"`, {}, 413, 'body-too-large'],
  ])('%s', async (_, sent, headers, status, code) => {
    expect(await problem(await post(sent, headers))).toMatchObject({ status, body: { code } });
  });

  test('the language is the reader’s, Vietnamese when they do not say', async () => {
    const english = await problem(await post('{', { 'accept-language': 'en-GB, vi;q=0.5' }));
    expect(english.body.title).toBe('The body cannot be read');
    expect((await problem(await post('{'))).body.title).toBe('Nội dung gửi không đọc được');
  });

  test('what is away is 503 with Retry-After; what is broken tells nothing of its inside', async () => {
    const away = await fetch(`${url}/things/away`);
    expect(away.status).toBe(503);
    expect(away.headers.get('retry-after')).toBe('1');
    const broken = await problem(await fetch(`${url}/things/broken`));
    expect(broken).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(JSON.stringify(broken.body)).not.toContain('secret');
  });

  test('a controller refuses with its own code and places; an unknown path is a problem too', async () => {
    expect(await problem(await fetch(`${url}/things/refused`))).toMatchObject({
      status: 422,
      body: { code: 'unknown-unit', errors: [{ pointer: '/unit' }] },
    });
    expect(await problem(await fetch(`${url}/nothing`))).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  test('more than the rate is refused, per key, and told when to come back', async () => {
    const asked = async (key: string) =>
      Promise.all(
        Array.from({ length: 60 }, () =>
          fetch(`${url}/things/refused`, { headers: { authorization: `Bearer ${key}` } }),
        ),
      );
    const answers = await asked('greedy');
    const limited = answers.filter((answer) => answer.status === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(limited[0]!.headers.get('retry-after')).toBe('1');
    expect(await problem(limited[0]!)).toMatchObject({ body: { code: 'rate-limited' } });
    const other = await fetch(`${url}/things/refused`, {
      headers: { authorization: 'Bearer other' },
    });
    expect(other.status).toBe(422);
  });
});
