import { CurrentPrincipal, Permission } from '#access';
import {
  AcknowledgeAlert,
  type ActedOn,
  type AlertPage,
  CommentAlert,
  GetAlert,
  GetAlerts,
} from '#alerts';
import { Acknowledgement, Alert, Comment, type Principal } from '#contracts';
import { Documented, HttpProblem } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import * as examples from './alerts-examples.js';
import { AlertsAnswer, AlertsQuery } from './alerts-query.js';
import { found, given, pageOr } from './answers.js';

const REFUSED = {
  403: { description: 'The alert is of a unit that this key may not act for' },
  404: { description: 'No such alert' },
};

/** When someone must act, and what people do about it. */
@Controller('v1/alerts')
export class AlertsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permission('alerts:read')
  @Documented({
    summary: 'Alerts with their timelines, the latest first',
    tag: 'alerts',
    query: AlertsQuery,
    responses: { 200: { description: 'A page', schema: AlertsAnswer, example: examples.alerts } },
  })
  async list(
    @Query({ schema: AlertsQuery }) query: z.infer<typeof AlertsQuery>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<AlertPage> {
    return pageOr(await this.queries.execute(new GetAlerts(given(query), principal)));
  }

  @Get(':id')
  @Permission('alerts:read')
  @Documented({
    summary: 'One alert with its timeline',
    tag: 'alerts',
    responses: {
      200: { description: 'The alert', schema: Alert, example: examples.alert },
      404: { description: 'No such alert for this key' },
    },
  })
  async get(@Param('id') id: string, @CurrentPrincipal() principal: Principal): Promise<Alert> {
    return found(await this.queries.execute(new GetAlert(id, principal)), `alert ${id}`);
  }

  @Post(':id/acknowledgement')
  @HttpCode(200)
  @Permission('alerts:act')
  @Documented({
    summary: 'Say that you take care of an alert',
    description: 'Twice is once. An alert that has ended is not acknowledged any more.',
    tag: 'alerts',
    body: { schema: Acknowledgement, example: { text: 'Đang kiểm tra với phường' } },
    responses: {
      200: { description: 'The alert', schema: Alert, example: examples.acknowledged },
      409: { description: 'The alert has ended' },
      ...REFUSED,
    },
  })
  async acknowledge(
    @Param('id') id: string,
    @Body({ schema: Acknowledgement.prefault({}) }) { text }: z.infer<typeof Acknowledgement>,
    @CurrentPrincipal() by: Principal,
  ): Promise<Alert> {
    return alertOr(id, await this.commands.execute(new AcknowledgeAlert(id, by, text)));
  }

  @Post(':id/comments')
  @HttpCode(200)
  @Permission('alerts:act')
  @Documented({
    summary: 'Comment on an alert',
    tag: 'alerts',
    body: { schema: Comment, example: { text: 'Phường sẽ báo cáo lại' } },
    responses: {
      200: { description: 'The alert', schema: Alert, example: examples.commented },
      413: { description: 'Its timeline is full' },
      ...REFUSED,
    },
  })
  async comment(
    @Param('id') id: string,
    @Body({ schema: Comment }) { text }: z.infer<typeof Comment>,
    @CurrentPrincipal() by: Principal,
  ): Promise<Alert> {
    return alertOr(id, await this.commands.execute(new CommentAlert(id, by, text)));
  }
}

const PROBLEMS = {
  'not-found': [404, (id: string) => `There is no alert ${id}.`],
  'not-permitted': [403, (id: string) => `This key may not act on the alert ${id}.`],
  'body-too-large': [413, (id: string) => `The timeline of the alert ${id} is full.`],
  'alert-ended': [409, (id: string) => `The alert ${id} has ended.`],
} as const;

function alertOr(id: string, acted: ActedOn): Alert {
  if ('alert' in acted) return acted.alert;
  const [status, sentence] = PROBLEMS[acted.refused];
  throw new HttpProblem(status, acted.refused, sentence(id));
}
