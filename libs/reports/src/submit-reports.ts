import { CurrentCatalogue, type Catalogue } from '#catalogue';
import { TOPICS, type Principal } from '#contracts';
import { Clock, Database, EventLog, Metrics } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { acceptedFact, type Sending } from './accepted-fact.js';
import { judgeRow, type JudgedRow } from './judge-row.js';
import { knowledgeOf } from './knowledge-of.js';
import { recordedBefore } from './ledger/recorded-before.js';
import { refusedFact } from './refusals/refused-fact.js';
import { newReportId } from './report-id.js';
import { afterAppend, afterRefusal, type Submitted } from './submitted.js';

/**
 * Takes reports, each judged by itself: good rows are durable when this answers, bad rows are told why.
 * The same report again has the same answer; other content under its id is refused.
 * Throws `Unavailable` when the log cannot be reached; the same reports may then be sent again.
 */
export class SubmitReports extends Command<readonly Submitted[]> {
  constructor(
    readonly reports: readonly unknown[],
    readonly sender: Principal,
    readonly correlationId: string,
  ) {
    super();
  }
}

@CommandHandler(SubmitReports)
export class SubmitReportsHandler implements ICommandHandler<SubmitReports> {
  constructor(
    private readonly current: CurrentCatalogue,
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  async execute(command: SubmitReports): Promise<readonly Submitted[]> {
    const { rows, catalogueVersion } = await this.judge(command);
    const { sender, correlationId } = command;
    const time = this.clock.now().toISOString();
    const sending = { sender, correlationId, time, catalogueVersion };
    const answers = await this.accept(rows, sending);
    await this.keepRefusals(rows, answers, sending);
    return answers;
  }

  /** By the catalogue known here; by the newest there is, where that would refuse a row and this may not. */
  private async judge({ reports, sender }: SubmitReports) {
    const judgeBy = (catalogue: Catalogue) => {
      const knowledge = knowledgeOf(catalogue, sender, this.clock);
      const newId = () => newReportId(this.clock.now());
      const rows = reports.map((report) => judgeRow(report, knowledge, newId));
      return { rows, catalogueVersion: catalogue.version };
    };
    const judged = judgeBy(this.current.get());
    if (judged.rows.every(({ content }) => content !== undefined)) return judged;
    const newest = await this.current.load();
    return newest.version === judged.catalogueVersion ? judged : judgeBy(newest);
  }

  private async accept(rows: readonly JudgedRow[], sending: Sending): Promise<Submitted[]> {
    const facts = rows.flatMap(({ row, reportId, content }) =>
      row && content && reportId !== null ? [acceptedFact(reportId, content, row, sending)] : [],
    );
    const appended = facts.length > 0 ? await this.log.append(TOPICS.reports, facts) : [];
    const isNew = appended.filter(({ outcome }) => outcome === 'appended');
    this.metrics.accepted.inc(isNew.length);
    const offered = appended.values();
    const doubtful = rows.filter(({ content }) => content === undefined);
    const before = await recordedBefore(this.database, doubtful.map(idOf).flat());
    return rows.map((judged) =>
      judged.content && judged.reportId !== null
        ? afterAppend(judged.reportId, next(offered))
        : afterRefusal(judged, before),
    );
  }

  private async keepRefusals(
    rows: readonly JudgedRow[],
    answers: readonly Submitted[],
    sending: Sending,
  ): Promise<void> {
    const facts = answers.flatMap((answer, index) => {
      if (answer.state === 'accepted') return [];
      const codes = new Set(answer.refusals.map(({ code }) => code));
      for (const code of codes) this.metrics.refused.inc({ code });
      const row = rows[index]?.row;
      return row ? [refusedFact(row, answer, sending)] : [];
    });
    if (facts.length > 0) await this.log.append(TOPICS.refusals, facts);
  }
}

/** The ids under which a row may be known: those that its sender gave. */
function idOf({ row }: JudgedRow): string[] {
  return row?.fields.reportId === undefined ? [] : [row.fields.reportId];
}

function next<Item>(items: Iterator<Item>): Item {
  return items.next().value as Item;
}
