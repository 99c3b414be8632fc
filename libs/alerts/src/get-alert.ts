import { CurrentCatalogue, sees } from '#catalogue';
import type { Alert, Principal } from '#contracts';
import { Database } from '#platform';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { alertsById } from './stored-alerts.js';

/** One alert with its timeline; undefined for what is not there or not seen. */
export class GetAlert extends Query<Alert | undefined> {
  constructor(
    readonly id: string,
    readonly principal: Principal,
  ) {
    super();
  }
}

@QueryHandler(GetAlert)
export class GetAlertHandler implements IQueryHandler<GetAlert> {
  constructor(
    private readonly database: Database,
    private readonly catalogues: CurrentCatalogue,
  ) {}

  async execute({ id, principal }: GetAlert): Promise<Alert | undefined> {
    const alert = (await alertsById(this.database, [id])).get(id);
    return alert && sees(principal, alert.unit, this.catalogues.get()) ? alert : undefined;
  }
}
