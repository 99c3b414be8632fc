import { CurrentPrincipal, Permission } from '#access';
import {
  BatchAnswer,
  Receipt,
  ReportAccepted,
  ReportWithdrawn,
  SubmittedBatch,
  SubmittedReport,
  Withdrawal,
  type Principal,
} from '#contracts';
import { Correlation, Documented, HttpProblem, RequestLanguage, type Language } from '#platform';
import {
  GetReceipt,
  ReportHistory,
  SubmitReports,
  WithdrawReport,
  worded,
  type HistoryPage,
} from '#reports';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { acceptedOr, batchAnswer, rowsOf } from './answers.js';
import * as examples from './examples.js';
import { HistoryAnswer, HistoryQuery } from './history-query.js';

interface Reply {
  header(name: string, value: string): unknown;
}

/** What wards send, and what became of it. */
@Controller('v1')
export class ReportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('reports')
  @HttpCode(202)
  @Permission('reports:write')
  @Documented({
    summary: 'Submit a report',
    description:
      'Durable when answered. The same `reportId` and content again has the same answer, so retries are safe.',
    tag: 'reports',
    body: { schema: SubmittedReport, example: examples.report },
    responses: {
      202: { description: 'Accepted', schema: ReportAccepted, example: examples.accepted },
      403: { description: 'The key may not report for this unit' },
      409: { description: 'The id was used for other content' },
      413: { description: 'More than 256 KiB' },
      422: { description: 'Refused, with everything that is wrong' },
    },
  })
  async submit(
    @Body() body: unknown,
    @CurrentPrincipal() sender: Principal,
    @RequestLanguage() language: Language,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReportAccepted> {
    const command = new SubmitReports([body], sender, Correlation.current());
    const [submitted] = await this.commands.execute(command);
    const accepted = acceptedOr(submitted, language);
    reply.header('location', `/v1/receipts/${accepted.reportId}`);
    return accepted;
  }

  @Post('reports/batch')
  @HttpCode(200)
  @Permission('reports:write')
  @Documented({
    summary: 'Submit up to 5,000 reports',
    description: 'Good rows are taken, bad rows are told; pointers start at the row.',
    tag: 'reports',
    body: { schema: SubmittedBatch, example: { reports: [examples.report] } },
    responses: {
      200: { description: 'One result per row', schema: BatchAnswer, example: examples.batch },
      413: { description: 'More than 5,000 rows' },
    },
  })
  async submitBatch(
    @Body() body: unknown,
    @CurrentPrincipal() sender: Principal,
    @RequestLanguage() language: Language,
  ): Promise<BatchAnswer> {
    const command = new SubmitReports(rowsOf(body), sender, Correlation.current());
    return batchAnswer(await this.commands.execute(command), language);
  }

  @Post('reports/:reportId/withdrawal')
  @HttpCode(202)
  @Permission('reports:write')
  @Documented({
    summary: 'Take a report back',
    description: 'The report stays in the history and counts no more. May be sent again.',
    tag: 'reports',
    body: { schema: Withdrawal, example: { reason: 'Nhập nhầm kỳ báo cáo' } },
    responses: {
      202: { description: 'Withdrawn', schema: ReportWithdrawn, example: examples.withdrawn },
      403: { description: 'The key may not report for this unit' },
      404: { description: 'There is no such report' },
    },
  })
  async withdraw(
    @Param('reportId') reportId: string,
    @Body({ schema: Withdrawal }) { reason }: Withdrawal,
    @CurrentPrincipal() sender: Principal,
  ): Promise<ReportWithdrawn> {
    const command = new WithdrawReport(reportId, reason, sender, Correlation.current());
    const withdrawn = await this.commands.execute(command);
    if (withdrawn.state === 'withdrawn') return withdrawn;
    const status = withdrawn.state === 'not-found' ? 404 : 403;
    throw new HttpProblem(status, withdrawn.state, '');
  }

  @Get('receipts/:reportId')
  @Permission('reports:read')
  @Documented({
    summary: 'What became of a report',
    tag: 'reports',
    responses: {
      200: { description: 'The receipt', schema: Receipt, example: examples.receipt },
      404: { description: 'There is no such report that this key may see' },
    },
  })
  async receipt(
    @Param('reportId') reportId: string,
    @CurrentPrincipal() principal: Principal,
    @RequestLanguage() language: Language,
  ): Promise<Receipt> {
    const found = await this.queries.execute(new GetReceipt(reportId, principal));
    if (!found) throw new HttpProblem(404, 'not-found', '');
    const { refusals, ...receipt } = found;
    const errors = refusals?.map((refusal) => worded(refusal, language));
    return errors ? { ...receipt, errors } : receipt;
  }

  @Get('reports')
  @Permission('reports:read')
  @Documented({
    summary: 'The history of one cell',
    description: 'Every statement of a unit for an indicator and period, in the order of arrival.',
    tag: 'reports',
    query: HistoryQuery,
    responses: {
      200: { description: 'Statements', schema: HistoryAnswer, example: examples.history },
    },
  })
  history(
    @Query({ schema: HistoryQuery }) query: HistoryQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<HistoryPage> {
    const { indicator, unit, period, ...options } = query;
    return this.queries.execute(new ReportHistory(indicator, unit, period, principal, options));
  }
}
