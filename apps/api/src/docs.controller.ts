import { Permission } from '#access';
import { Documented, HttpProblem } from '#platform';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

const { resolve } = createRequire(import.meta.url);
const SWAGGER_UI = dirname(resolve('swagger-ui-dist/package.json'));

/** What the page is made of; nothing else is served from the disk. */
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const PAGE = `<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><title>Tiendo</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="page"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', deepLinking: true });\n`;

/** Scripts of this server only; the page draws its icons from data. */
const POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'";

interface Reply {
  header(name: string, value: string): Reply;
  send(body: string | Readable): unknown;
}

/**
 * The contract, and a page to read and try it that needs no internet. Both are public: they say nothing
 * that is not published with the source, and a browser sends no key for a page.
 */
@Controller()
export class DocsController {
  @Get('openapi.json')
  @Permission('public')
  @Documented({
    summary: 'This document',
    tag: 'operations',
    responses: { 200: { description: 'OpenAPI 3.1', example: { openapi: '3.1.1' } } },
  })
  async contract(@Res() reply: Reply): Promise<void> {
    const text = await readFile(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8');
    reply.header('content-type', 'application/json; charset=utf-8').send(text);
  }

  @Get('docs')
  @Permission('public')
  @Documented({
    summary: 'This document as a page',
    tag: 'operations',
    responses: {
      200: { description: 'A page', mediaType: 'text/html', example: '<!doctype html>' },
    },
  })
  page(@Res() reply: Reply): void {
    answer(reply, 'text/html; charset=utf-8', PAGE);
  }

  @Get('docs/:file')
  @Permission('public')
  @Documented({
    summary: 'What the page is made of',
    tag: 'operations',
    responses: {
      200: { description: 'A file', mediaType: 'text/javascript', example: START },
      404: { description: 'Not a file of the page' },
    },
  })
  file(@Param('file') file: string, @Res() reply: Reply): void {
    if (file === 'start.js') return answer(reply, 'text/javascript; charset=utf-8', START);
    const type = Object.hasOwn(FILES, file) ? FILES[file] : undefined;
    if (!type) throw new HttpProblem(404, 'not-found', `The page has no ${file}.`);
    return answer(reply, type, createReadStream(join(SWAGGER_UI, file)));
  }
}

function answer(reply: Reply, type: string, body: string | Readable): void {
  reply.header('content-type', type).header('content-security-policy', POLICY).send(body);
}
