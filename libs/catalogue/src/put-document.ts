import type { Principal, Problem } from '#contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CatalogueWriter, type Outcome } from './catalogue-writer.js';
import { CurrentCatalogue } from './current-catalogue.js';
import type { Collection } from './model/collection.js';
import type { Proposal } from './model/proposal.js';
import { parseDocument, parseTarget } from './parse-bundle.js';

/**
 * Takes one whole document under its code. A target is changed under its resolution, which keeps its
 * others; a new target comes with its resolution. Problems point into the document.
 */
export class PutDocument extends Command<Outcome> {
  constructor(
    readonly collection: Collection,
    readonly code: string,
    readonly document: unknown,
    readonly by: Principal,
    readonly options: { readonly why?: string; readonly dryRun?: boolean } = {},
  ) {
    super();
  }
}

@CommandHandler(PutDocument)
export class PutDocumentHandler implements ICommandHandler<PutDocument> {
  constructor(
    private readonly writer: CatalogueWriter,
    private readonly current: CurrentCatalogue,
  ) {}

  async execute(command: PutDocument): Promise<Outcome> {
    const proposal = await this.proposalOf(command);
    if (!proposal) {
      const message = `There is no target ${command.code}; a new one comes with its resolution.`;
      return { problems: [{ pointer: '', code: 'unknown-target', message }] };
    }
    const problems = [...mismatch(command), ...proposal.problems];
    const { by, options } = command;
    return this.writer.write({ ...options, proposal: { ...proposal, problems }, by });
  }

  private async proposalOf(command: PutDocument): Promise<Proposal | undefined> {
    const { collection, code, document } = command;
    if (collection !== 'targets') return parseDocument(collection, document);
    const target = (await this.current.load()).target(code);
    return target && parseTarget(target.resolution, document);
  }
}

function mismatch({ collection, code, document }: PutDocument): Problem[] {
  const field = collection === 'units' || collection === 'targets' ? 'id' : 'code';
  const own = (document as Record<string, unknown> | null | undefined)?.[field];
  if (typeof own !== 'string' || own === code) return [];
  const message = `The document is called ${own} and was sent as ${code}.`;
  return [{ pointer: `/${field}`, code: 'code-mismatch', message }];
}
