import { mayDo } from '#access';
import { InboundWithdrawal, type ReportReceipt } from '#contracts';
import { Correlation } from '#platform';
import { SubmitReports, WithdrawReport, type Submitted } from '#reports';
import type { CommandBus } from '@nestjs/cqrs';
import {
  malformedReceipt,
  notPermittedReceipt,
  submissionReceipt,
  withdrawalReceipt,
} from './inbound-answers.js';
import type { InboundEvent } from './inbound-event.js';
import { inSets } from './inbound-sets.js';

/** What became of each event. */
export type Receipts = ReadonlyMap<InboundEvent, ReportReceipt>;

/** Does what the events ask for, as the HTTP door would. Throws what the commands throw; they may then be done again. */
export async function receiptsOf(
  events: readonly InboundEvent[],
  commands: CommandBus,
): Promise<Receipts> {
  const mayReport = ({ sender }: InboundEvent) => mayDo(sender.roles, 'reports:write');
  const barred = events.filter((event) => !mayReport(event));
  const receipts = new Map(barred.map((event) => [event, notPermittedReceipt(event)]));
  for (const set of inSets(events.filter(mayReport))) {
    const done = await receiptsOfSet(set, commands);
    set.forEach((event, index) => receipts.set(event, done[index] as ReportReceipt));
  }
  return receipts;
}

async function receiptsOfSet(
  set: readonly InboundEvent[],
  commands: CommandBus,
): Promise<readonly ReportReceipt[]> {
  const first = set[0] as InboundEvent;
  if (first.kind === 'withdrawal') return [await withdraw(first, commands)];
  const reports = set.map(({ data }) => data);
  const command = new SubmitReports(reports, first.sender, Correlation.current());
  const submitted = await commands.execute(command);
  return set.map((event, index) => submissionReceipt(event, submitted[index] as Submitted));
}

async function withdraw(event: InboundEvent, commands: CommandBus): Promise<ReportReceipt> {
  const parsed = InboundWithdrawal.safeParse(event.data);
  if (!parsed.success) return malformedReceipt(event, parsed.error);
  const { reportId, reason } = parsed.data;
  const command = new WithdrawReport(reportId, reason, event.sender, Correlation.current());
  return withdrawalReceipt(event, parsed.data, await commands.execute(command));
}
