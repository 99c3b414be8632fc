import { createHttpApp } from '#platform';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';

@Controller()
class NothingController {
  @Post()
  @HttpCode(202)
  nothing(@Body() _body: unknown): unknown {
    return { status: 'accepted' };
  }
}

@Module({ controllers: [NothingController] })
class NothingModule {}

const app = await createHttpApp(NothingModule, {
  logger: { log: () => undefined, warn: console.warn, error: console.error },
  rateLimit: 0,
});
await app.listen(0, '127.0.0.1');
process.send?.(await app.getUrl());
