import { CurrentCatalogue, sees } from '#catalogue';
import {
  FACTS,
  ReportId,
  TOPICS,
  type AcceptedReport,
  type Principal,
  type WithdrawnReport,
} from '#contracts';
import { Clock, EventLog, Metrics, positionText, type Fact, type Recorded } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

export type Withdrawn =
  | { readonly state: 'withdrawn'; readonly reportId: string; readonly position: string }
  | { readonly state: 'not-found' }
  | { readonly state: 'not-permitted' };

/**
 * Takes a report back: it stays in the history and counts no more. Withdrawn again, whatever the reason
 * given, it has the same answer. Throws `Unavailable` when the log cannot be reached.
 */
export class WithdrawReport extends Command<Withdrawn> {
  constructor(
    readonly reportId: string,
    readonly reason: string,
    readonly sender: Principal,
    readonly correlationId: string,
  ) {
    super();
  }
}

@CommandHandler(WithdrawReport)
export class WithdrawReportHandler implements ICommandHandler<WithdrawReport> {
  constructor(
    private readonly current: CurrentCatalogue,
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  async execute(command: WithdrawReport): Promise<Withdrawn> {
    const { reportId, sender } = command;
    if (!ReportId.safeParse(reportId).success) return { state: 'not-found' };
    const fact = await this.log.find(TOPICS.reports, reportId);
    if (fact?.type !== FACTS.reportAccepted) return { state: 'not-found' };
    const { data } = fact as Recorded<AcceptedReport>;
    if (!sees(sender, data.unit, this.current.get())) return { state: 'not-permitted' };
    const withdrawal = this.factOf(command, data.indicator);
    const [appended] = await this.log.append(TOPICS.reports, [withdrawal]);
    if (appended?.outcome === 'appended') this.metrics.withdrawn.inc();
    return { state: 'withdrawn', reportId, position: positionText(appended?.position ?? 0) };
  }

  /** Its id holds a character that no report's id may have, so the two never meet. */
  private factOf(command: WithdrawReport, indicator: string): Fact<WithdrawnReport> {
    const { reportId, reason, sender, correlationId } = command;
    return {
      id: `withdrawal/${reportId}`,
      type: FACTS.reportWithdrawn,
      key: indicator,
      time: this.clock.now().toISOString(),
      correlationId,
      data: { reportId, indicator, reason, sender: sender.name, senderKey: sender.keyId },
    };
  }
}
