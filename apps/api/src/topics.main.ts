import { configurationOf } from '#application';
import { TOPIC_SETTINGS } from '#contracts';
import { kafkaSettings, makeTopics } from '#platform';

const made = await makeTopics(kafkaSettings(configurationOf('topics')), TOPIC_SETTINGS);
process.stdout.write(`${made.length} topics made: ${made.join(', ') || 'all were there'}\n`);
