import { CurrentPrincipal, Permission } from '#access';
import {
  Apply,
  COLLECTIONS,
  DocumentHistory,
  GetDocument,
  ListDocuments,
  PutDocument,
  type Collection,
  type Outcome,
} from '#catalogue';
import { AnyDocument, Applied, Bundle, type Principal } from '#contracts';
import { Documented, HttpProblem } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';

const EditQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).optional(),
  reason: z.string().min(1).max(2000).optional(),
});
type EditQuery = z.infer<typeof EditQuery>;

const ListQuery = z.strictObject({
  asOf: z.iso.date().optional(),
  cursor: z.string().max(200).optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number)
    .pipe(z.int().max(1000))
    .optional(),
});

const applied = { created: 1, changed: 0, unchanged: 0, recompute: { targets: 0, indicators: 0 } };
const unit = {
  id: 'd1-ben-nghe',
  code: '26740',
  name: { vi: 'Phường Bến Nghé' },
  level: 'ward',
  parent: 'd1',
  validFrom: '1976-07-02',
};

/** Reference data as documents: whole bundles, single documents, their lists and their history. */
@Controller('v1')
export class DocumentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('apply')
  @HttpCode(200)
  @Permission('catalogue:write')
  @Documented({
    summary: 'Apply a bundle of documents, whole or not at all',
    tag: 'reference data',
    body: { schema: Bundle, example: { units: [unit] } },
    query: EditQuery,
    responses: {
      200: { description: 'What was done', schema: Applied, example: applied },
      422: { description: 'Refused, with everything that is wrong' },
    },
  })
  async apply(
    @Body() bundle: unknown,
    @Query({ schema: EditQuery }) query: EditQuery,
    @CurrentPrincipal() by: Principal,
  ): Promise<Applied> {
    return appliedOr(await this.commands.execute(new Apply(bundle, by, optionsOf(query))));
  }

  @Get('collections/:collection/:code/history')
  @Permission('catalogue:read')
  @Documented({
    summary: 'Every version of a document, with who, when and why',
    tag: 'reference data',
    responses: { 200: { description: 'Versions', example: { items: [], next: null } } },
  })
  async history(
    @Param('collection') name: string,
    @Param('code') code: string,
    @CurrentPrincipal() principal: Principal,
  ) {
    const collection = collectionOf(name);
    const items = await this.queries.execute(new DocumentHistory(collection, code, principal));
    return { items, next: null };
  }

  @Get(':collection')
  @Permission('catalogue:read')
  @Documented({
    summary: 'The documents of a collection, by code',
    tag: 'reference data',
    query: ListQuery,
    responses: { 200: { description: 'A page', example: { items: [unit], next: null } } },
  })
  list(
    @Param('collection') name: string,
    @Query({ schema: ListQuery }) query: z.infer<typeof ListQuery>,
    @CurrentPrincipal() principal: Principal,
  ) {
    const { asOf, cursor, limit } = query;
    const options = {
      ...(cursor === undefined ? {} : { cursor }),
      ...(limit === undefined ? {} : { limit }),
      ...(asOf === undefined ? {} : { on: asOf }),
    };
    return this.queries.execute(new ListDocuments(collectionOf(name), principal, options));
  }

  @Get(':collection/:code')
  @Permission('catalogue:read')
  @Documented({
    summary: 'One document, whole',
    tag: 'reference data',
    responses: {
      200: { description: 'The document', example: unit },
      404: { description: 'None' },
    },
  })
  async get(
    @Param('collection') name: string,
    @Param('code') code: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<object> {
    const collection = collectionOf(name);
    const found = await this.queries.execute(new GetDocument(collection, code, principal));
    if (!found) throw new HttpProblem(404, 'not-found', `There is no ${code} in ${name}.`);
    return found.document;
  }

  @Put(':collection/:code')
  @Permission('rules:write')
  @Documented({
    summary: 'Take one whole document',
    description: 'Planners: rules and channels within their subtree. Administrators: all.',
    tag: 'reference data',
    body: { schema: AnyDocument, example: unit },
    query: EditQuery,
    responses: {
      200: { description: 'What was done', schema: Applied, example: applied },
      403: { description: 'Not this document by this key' },
      422: { description: 'Refused, with everything that is wrong' },
    },
  })
  async put(
    @Param('collection') name: string,
    @Param('code') code: string,
    @Body() document: unknown,
    @Query({ schema: EditQuery }) query: EditQuery,
    @CurrentPrincipal() by: Principal,
  ): Promise<Applied> {
    const command = new PutDocument(collectionOf(name), code, document, by, optionsOf(query));
    return appliedOr(await this.commands.execute(command));
  }
}

function collectionOf(name: string): Collection {
  const collection = COLLECTIONS.find((one) => one === name);
  if (!collection) throw new HttpProblem(404, 'not-found', `There is no collection ${name}.`);
  return collection;
}

function optionsOf({ reason, dryRun }: EditQuery): { why?: string; dryRun?: boolean } {
  return { ...(reason === undefined ? {} : { why: reason }), dryRun: dryRun === 'true' };
}

function appliedOr(outcome: Outcome): Applied {
  if ('applied' in outcome) return outcome.applied;
  const forbidden = outcome.problems.some(({ code }) => code === 'not-permitted');
  const status = forbidden ? 403 : 422;
  throw new HttpProblem(status, forbidden ? 'not-permitted' : 'body-invalid', '', outcome.problems);
}
