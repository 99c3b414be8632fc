import type { Principal } from '#contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ActOnAlert, type ActedOn } from './act-on-alert.js';

/** Somebody has seen an alert and takes care of it. */
export class AcknowledgeAlert extends Command<ActedOn> {
  constructor(
    readonly id: string,
    readonly by: Principal,
    readonly text?: string,
  ) {
    super();
  }
}

@CommandHandler(AcknowledgeAlert)
export class AcknowledgeAlertHandler implements ICommandHandler<AcknowledgeAlert> {
  constructor(private readonly alerts: ActOnAlert) {}

  execute({ id, by, text }: AcknowledgeAlert): Promise<ActedOn> {
    return this.alerts.act(id, 'acknowledged', by, text);
  }
}
