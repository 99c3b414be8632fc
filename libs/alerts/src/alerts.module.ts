import { CatalogueModule } from '#catalogue';
import { ProgressModule } from '#progress';
import { ProjectionRunner } from '#platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { AcknowledgeAlertHandler } from './acknowledge-alert.js';
import { ActOnAlert } from './act-on-alert.js';
import { AlertLog } from './alert-log.js';
import { AlertProjection } from './alert.projection.js';
import { CommentAlertHandler } from './comment-alert.js';
import { DeliveryProjection } from './deliveries/delivery.projection.js';
import { DrainChannelHandler } from './deliveries/drain-channel.js';
import { ListDeliveriesHandler } from './deliveries/list-deliveries.js';
import { RetryDeliveryHandler } from './deliveries/retry-delivery.js';
import { SweepDeliveriesHandler } from './deliveries/sweep-deliveries.js';
import { Webhooks } from './deliveries/webhook.js';
import { DueList } from './due-list.js';
import { EvaluateRulesHandler } from './evaluate-rules.js';
import { GetAlertHandler } from './get-alert.js';
import { GetAlertsHandler } from './get-alerts.js';
import { GetEvaluationHandler } from './get-evaluation.js';
import { GetSchedulesHandler } from './get-schedules.js';
import { RequestEvaluationHandler } from './request-evaluation.js';
import { RunDueRulesHandler } from './run-due-rules.js';
import { RunEvaluationHandler } from './run-evaluation.js';
import { SupersededAlerts } from './superseded-alerts.js';
import { UnfinishedEvaluations } from './unfinished-evaluations.js';

/** When someone must act: evaluates rules, keeps episodes, delivers them, and answers what is asked of them. */
@Module({
  imports: [CatalogueModule, ProgressModule],
  providers: [
    AlertLog,
    ActOnAlert,
    DueList,
    SupersededAlerts,
    UnfinishedEvaluations,
    Webhooks,
    AlertProjection,
    DeliveryProjection,
    EvaluateRulesHandler,
    RunDueRulesHandler,
    RequestEvaluationHandler,
    RunEvaluationHandler,
    GetEvaluationHandler,
    GetSchedulesHandler,
    AcknowledgeAlertHandler,
    CommentAlertHandler,
    GetAlertsHandler,
    GetAlertHandler,
    DrainChannelHandler,
    SweepDeliveriesHandler,
    ListDeliveriesHandler,
    RetryDeliveryHandler,
  ],
  exports: [AlertProjection, DeliveryProjection, UnfinishedEvaluations],
})
export class AlertsModule implements OnModuleInit {
  constructor(
    private readonly runner: ProjectionRunner,
    private readonly alertProjection: AlertProjection,
    private readonly deliveryProjection: DeliveryProjection,
  ) {}

  onModuleInit(): void {
    this.runner.offer(this.alertProjection, this.deliveryProjection);
  }
}
