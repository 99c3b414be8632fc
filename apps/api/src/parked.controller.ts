import { Permission } from '#access';
import { Documented, DropParked, HttpProblem, ListParked, RetryParked } from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';

const Retry = z.strictObject({ key: z.string().min(1).max(200) }).meta({ id: 'RetryParked' });

/** Facts that could not be applied: seen, retried and dropped by operators. */
@Controller('v1/parked-facts')
export class ParkedController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permission('operations:read')
  @Documented({
    summary: 'List what was set aside, with why',
    tag: 'operations',
    responses: { 200: { description: 'Parked facts', example: { items: [], next: null } } },
  })
  async list() {
    return { items: await this.queries.execute(new ListParked()), next: null };
  }

  @Post(':projection/retry')
  @HttpCode(200)
  @Permission('operations:act')
  @Documented({
    summary: 'Apply the parked facts of a key again, all or none',
    tag: 'operations',
    body: { schema: Retry, example: { key: 'waste-collected' } },
    responses: {
      200: { description: 'What became of them', example: { applied: 2, remaining: 0 } },
      404: { description: 'There is no such projection' },
    },
  })
  async retry(
    @Param('projection') projection: string,
    @Body({ schema: Retry }) body: { key: string },
  ) {
    const retried = await this.commands.execute(new RetryParked(projection, body.key));
    if (retried === 'unknown')
      throw new HttpProblem(404, 'not-found', `There is no projection ${projection}.`);
    return retried;
  }

  @Delete(':projection/:partition/:offset')
  @HttpCode(204)
  @Permission('operations:act')
  @Documented({
    summary: 'Give up one parked fact',
    tag: 'operations',
    responses: { 204: { description: 'It is gone' }, 404: { description: 'No such fact' } },
  })
  async drop(
    @Param('projection') projection: string,
    @Param('partition') partition: string,
    @Param('offset') offset: string,
  ): Promise<void> {
    const dropped =
      [partition, offset].every((number) => /^\d{1,9}$/.test(number)) &&
      (await this.commands.execute(new DropParked(projection, Number(partition), Number(offset))));
    if (!dropped) throw new HttpProblem(404, 'not-found', 'There is no such parked fact.');
  }
}
