import { CatalogueModule } from '#catalogue';
import { Module } from '@nestjs/common';
import { DocumentsController } from './documents.controller.js';
import { HealthController } from './health.controller.js';
import { KeysController } from './keys.controller.js';
import { ParkedController } from './parked.controller.js';

/** What is asked of Tiendo, and what administrators do. */
@Module({
  imports: [CatalogueModule],
  controllers: [HealthController, KeysController, ParkedController, DocumentsController],
})
export class ApiModule {}
