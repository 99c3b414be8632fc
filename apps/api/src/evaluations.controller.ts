import { CurrentPrincipal, Permission } from '#access';
import { GetEvaluation, GetSchedules, RequestEvaluation } from '#alerts';
import { EvaluationAnswer, EvaluationRequest, type Principal } from '#contracts';
import { Documented } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import * as examples from './alerts-examples.js';
import { SchedulesAnswer } from './alerts-query.js';
import { found } from './answers.js';

/** Evaluate now, and what is due when. */
@Controller('v1')
export class EvaluationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('evaluations')
  @HttpCode(202)
  @Permission('evaluations:run')
  @Documented({
    summary: 'Evaluate now, one rule or all',
    description: 'Reports accepted before are taken into account.',
    tag: 'alerts',
    body: { schema: EvaluationRequest, example: { rule: 'off-track' } },
    responses: {
      202: { description: 'It is queued', example: examples.queued },
      404: { description: 'No such rule' },
    },
  })
  async evaluate(
    @Body({ schema: EvaluationRequest.prefault({}) }) { rule }: z.infer<typeof EvaluationRequest>,
    @CurrentPrincipal() by: Principal,
  ): Promise<{ readonly id: string }> {
    return found(await this.commands.execute(new RequestEvaluation(rule, by)), `rule ${rule}`);
  }

  @Get('evaluations/:id')
  @Permission('alerts:read')
  @Documented({
    summary: 'What became of an evaluation',
    tag: 'alerts',
    responses: {
      200: { description: 'It', schema: EvaluationAnswer, example: examples.evaluation },
      404: { description: 'No such evaluation' },
    },
  })
  async evaluation(@Param('id') id: string): Promise<EvaluationAnswer> {
    return found(await this.queries.execute(new GetEvaluation(id)), `evaluation ${id}`);
  }

  @Get('schedules')
  @Permission('alerts:read')
  @Documented({
    summary: 'When each rule was evaluated last, and is next',
    tag: 'alerts',
    responses: {
      200: { description: 'Every rule', schema: SchedulesAnswer, example: examples.schedules },
    },
  })
  async schedules() {
    return { items: await this.queries.execute(new GetSchedules()), next: null };
  }
}
