import { Permission } from '#access';
import { Database, Documented, HttpProblem, Metrics, ProjectionRunner } from '#platform';
import { Controller, Get, Header } from '@nestjs/common';

/** Whether this process lives, whether it can serve, and what it counts. */
@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly runner: ProjectionRunner,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @Permission('public')
  @Documented({
    summary: 'Whether the process lives',
    tag: 'operations',
    responses: { 200: { description: 'It does', example: { status: 'up' } } },
  })
  live() {
    return { status: 'up' };
  }

  @Get('health/ready')
  @Permission('public')
  @Documented({
    summary: 'Whether the process can serve: its database answers, its projections run',
    tag: 'operations',
    responses: {
      200: { description: 'It can', example: { status: 'up', projections: ['report-progress'] } },
      503: { description: 'Not now' },
    },
  })
  async ready() {
    const answered = await this.database.query('SELECT 1').catch(() => undefined);
    if (!answered) throw new HttpProblem(503, 'unavailable', 'The database does not answer.');
    return { status: 'up', projections: this.runner.names() };
  }

  @Get('metrics')
  @Permission('metrics:read')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Documented({
    summary: 'Metrics for Prometheus; what cannot be looked up now is left out and counted',
    tag: 'operations',
    responses: {
      200: {
        description: 'The text format of Prometheus',
        mediaType: 'text/plain',
        example: 'tiendo_reports_accepted_total 9314',
      },
    },
  })
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
