import type { Principal } from '#contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ActOnAlert, type ActedOn } from './act-on-alert.js';

/** Somebody says something about an alert, ended or not. */
export class CommentAlert extends Command<ActedOn> {
  constructor(
    readonly id: string,
    readonly by: Principal,
    readonly text: string,
  ) {
    super();
  }
}

@CommandHandler(CommentAlert)
export class CommentAlertHandler implements ICommandHandler<CommentAlert> {
  constructor(private readonly alerts: ActOnAlert) {}

  execute({ id, by, text }: CommentAlert): Promise<ActedOn> {
    return this.alerts.act(id, 'commented', by, text);
  }
}
