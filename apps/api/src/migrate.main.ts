import 'reflect-metadata';
import { prepareDatabase } from '#application';

await prepareDatabase();
