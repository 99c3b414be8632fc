import { CreateApiKey, CurrentPrincipal, ListApiKeys, Permission, RevokeApiKey } from '#access';
import { NewApiKey, type Principal } from '#contracts';
import { Documented, HttpProblem } from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';

const example = { name: 'Phường Bến Nghé', roles: ['ward-reporter'], units: ['d1-ben-nghe'] };

/** Keys with roles and unit scope. */
@Controller('v1/api-keys')
export class KeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Permission('keys:manage')
  @Documented({
    summary: 'Make a key',
    description: 'The key is in this answer and never again.',
    tag: 'access',
    body: { schema: NewApiKey, example },
    responses: {
      201: { description: 'The key', example: { id: '0f', key: 'tiendo_…', ...example } },
    },
  })
  create(@Body({ schema: NewApiKey }) wanted: NewApiKey, @CurrentPrincipal() by: Principal) {
    return this.commands.execute(new CreateApiKey(wanted, by));
  }

  @Get()
  @Permission('keys:manage')
  @Documented({
    summary: 'List keys, without their secrets',
    tag: 'access',
    responses: { 200: { description: 'Every key', example: { items: [], next: null } } },
  })
  async list() {
    return { items: await this.queries.execute(new ListApiKeys()), next: null };
  }

  @Delete(':id')
  @HttpCode(204)
  @Permission('keys:manage')
  @Documented({
    summary: 'Revoke a key',
    tag: 'access',
    responses: {
      204: { description: 'It is refused from now on' },
      404: { description: 'No such key' },
    },
  })
  async revoke(@Param('id') id: string, @CurrentPrincipal() by: Principal): Promise<void> {
    const revoked = await this.commands.execute(new RevokeApiKey(id, by));
    if (!revoked) throw new HttpProblem(404, 'not-found', `There is no key ${id}.`);
  }
}
