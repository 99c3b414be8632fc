import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';

/** What every application answers, whatever else it does. */
@Module({ controllers: [HealthController] })
export class HealthModule {}
