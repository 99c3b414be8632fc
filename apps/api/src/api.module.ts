import { AccessModule } from '#access';
import { AlertsModule } from '#alerts';
import { CatalogueModule } from '#catalogue';
import { ProgressModule } from '#progress';
import { ReportsModule } from '#reports';
import { Module } from '@nestjs/common';
import { AlertsController } from './alerts.controller.js';
import { DeliveriesController } from './deliveries.controller.js';
import { EvaluationsController } from './evaluations.controller.js';
import { EventsController } from './events.controller.js';
import { DocsController } from './docs.controller.js';
import { DocumentsController } from './documents.controller.js';
import { EventStream } from './event-stream.js';
import { KeysController } from './keys.controller.js';
import { ParkedController } from './parked.controller.js';
import { ProgressController } from './progress.controller.js';

/** What is asked of Tiendo, and what administrators do. */
@Module({
  imports: [AccessModule, CatalogueModule, ReportsModule, ProgressModule, AlertsModule],
  providers: [EventStream],
  controllers: [
    DocsController,
    KeysController,
    ParkedController,
    ProgressController,
    AlertsController,
    DeliveriesController,
    EvaluationsController,
    EventsController,
    DocumentsController,
  ],
})
export class ApiModule {}
