import { Permission } from '#access';
import { type DeliveryPage, ListDeliveries, RetryDelivery } from '#alerts';
import { Documented, HttpProblem } from '#platform';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import * as examples from './alerts-examples.js';
import { DeliveriesAnswer, DeliveriesQuery } from './alerts-query.js';
import { given, pageOr } from './answers.js';

/** What has to reach channels, for those who look after the system. */
@Controller('v1/deliveries')
export class DeliveriesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permission('operations:read')
  @Documented({
    summary: 'Deliveries of alerts to channels, the latest first',
    tag: 'operations',
    query: DeliveriesQuery,
    responses: {
      200: { description: 'A page', schema: DeliveriesAnswer, example: examples.deliveries },
    },
  })
  async list(
    @Query({ schema: DeliveriesQuery }) query: z.infer<typeof DeliveriesQuery>,
  ): Promise<DeliveryPage> {
    return pageOr(await this.queries.execute(new ListDeliveries(given(query))));
  }

  @Post(':id/retry')
  @HttpCode(202)
  @Permission('operations:act')
  @Documented({
    summary: 'Try a delivery again now',
    tag: 'operations',
    responses: {
      202: { description: 'It will be tried', example: { id: '42' } },
      404: { description: 'No such delivery, or it was delivered' },
    },
  })
  async retry(@Param('id') id: string): Promise<{ readonly id: string }> {
    if (await this.commands.execute(new RetryDelivery(id))) return { id };
    throw new HttpProblem(404, 'not-found', `There is no delivery ${id} left to make.`);
  }
}
