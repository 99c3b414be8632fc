import { CurrentPrincipal, Permission } from '#access';
import { Explanation, type Principal } from '#contracts';
import { Documented, HttpProblem } from '#platform';
import {
  ExplainTarget,
  GetProgress,
  GetSeries,
  GetSubmissions,
  type NotAnswered,
  type ProgressPage,
  type Series,
  type SubmissionPage,
} from '#progress';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import { found, given } from './answers.js';
import * as examples from './progress-examples.js';
import * as ask from './progress-query.js';

/** Where targets stand, how they came there, why they have their colour, and who has not reported. */
@Controller('v1')
export class ProgressController {
  constructor(private readonly queries: QueryBus) {}

  @Get('progress')
  @Permission('progress:read')
  @Documented({
    summary: 'Where targets stand',
    description:
      'One item per target, and per indicator and unit without one. `unit` with `level` means the units of that level below it. `minPosition` waits, at most five seconds, until that position is projected.',
    tag: 'progress',
    query: ask.ProgressQuery,
    responses: {
      200: { description: 'A page', schema: ask.ProgressAnswer, example: examples.page },
      504: { description: 'The position is not projected yet' },
    },
  })
  async progress(
    @Query({ schema: ask.ProgressQuery }) query: z.infer<typeof ask.ProgressQuery>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ProgressPage> {
    return answered(await this.queries.execute(new GetProgress(given(query), principal)));
  }

  @Get('progress/:indicator/:unit/series')
  @Permission('progress:read')
  @Documented({
    summary: 'The values of an indicator for a unit, period by period',
    tag: 'progress',
    query: ask.SeriesQuery,
    responses: {
      200: { description: 'The series', schema: ask.SeriesAnswer, example: examples.series },
      404: { description: 'No such indicator or unit for this key' },
    },
  })
  async series(
    @Param('indicator') indicator: string,
    @Param('unit') unit: string,
    @Query({ schema: ask.SeriesQuery }) query: z.infer<typeof ask.SeriesQuery>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Series> {
    const asked = new GetSeries(indicator, unit, principal, given(query));
    return found(answered(await this.queries.execute(asked)), `series of ${indicator} for ${unit}`);
  }

  @Get('targets/:id/explanation')
  @Permission('progress:read')
  @Documented({
    summary: 'Why a target has the status it has',
    description: 'The inputs, the formula, the facts used, and the nearest change of status.',
    tag: 'progress',
    query: ask.ExplanationQuery,
    responses: {
      200: { description: 'Why', schema: Explanation, example: examples.explanation },
      404: { description: 'No such target for this key' },
    },
  })
  async explanation(
    @Param('id') id: string,
    @Query({ schema: ask.ExplanationQuery }) { asOf }: z.infer<typeof ask.ExplanationQuery>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Explanation> {
    return found(
      await this.queries.execute(new ExplainTarget(id, principal, asOf)),
      `target ${id}`,
    );
  }

  @Get('submissions')
  @Permission('progress:read')
  @Documented({
    summary: 'Who had to report what by when, and who did',
    description: 'Without `period`: the latest ended period of every frequency.',
    tag: 'progress',
    query: ask.SubmissionsQuery,
    responses: {
      200: { description: 'A page', schema: ask.SubmissionsAnswer, example: examples.submissions },
    },
  })
  async submissions(
    @Query({ schema: ask.SubmissionsQuery }) query: z.infer<typeof ask.SubmissionsQuery>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SubmissionPage> {
    return answered(await this.queries.execute(new GetSubmissions(given(query), principal)));
  }
}

function answered<Answer>(answer: Answer | NotAnswered): Answer {
  if (!isRefused(answer)) return answer;
  const { code, parameter, message } = answer.refused;
  const status = code === 'position-not-reached' ? 504 : 400;
  const errors = [{ pointer: `/${parameter}`, code, message }];
  throw new HttpProblem(status, code, message, errors);
}

function isRefused(answer: unknown): answer is NotAnswered {
  return typeof answer === 'object' && answer !== null && 'refused' in answer;
}
