import type { Principal } from '#contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CatalogueWriter, type Outcome } from './catalogue-writer.js';
import { parseBundle } from './parse-bundle.js';

/**
 * Takes a bundle of documents, whole or not at all; a dry run only says what it would do. Problems point
 * into the bundle; one with the code `not-permitted` is the sender's lack of permission.
 */
export class Apply extends Command<Outcome> {
  constructor(
    readonly bundle: unknown,
    readonly by: Principal,
    readonly options: { readonly why?: string; readonly dryRun?: boolean } = {},
  ) {
    super();
  }
}

@CommandHandler(Apply)
export class ApplyHandler implements ICommandHandler<Apply> {
  constructor(private readonly writer: CatalogueWriter) {}

  execute({ bundle, by, options }: Apply): Promise<Outcome> {
    return this.writer.write({ ...options, proposal: parseBundle(bundle), by });
  }
}
