import 'reflect-metadata';
import * as access from '#access';
import * as alerts from '#alerts';
import { startApplication } from '#application';
import * as catalogue from '#catalogue';
import * as platform from '#platform';
import * as progress from '#progress';
import { NotifierModule } from './notifier.module.js';

await startApplication('notifier', NotifierModule, [platform, catalogue, progress, alerts, access]);
