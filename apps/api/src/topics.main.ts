import { configurationOf, refuse } from '#application';
import { TOPIC_SETTINGS } from '#contracts';
import { kafkaSettings, makeTopics, refuseUntrusted } from '#platform';

const kafka = kafkaSettings(configurationOf('topics'));
try {
  await refuseUntrusted(kafka);
  const made = await makeTopics(kafka, TOPIC_SETTINGS);
  process.stdout.write(`${made.length} topics made: ${made.join(', ') || 'all were there'}\n`);
} catch (error) {
  refuse([(error as Error).message]);
}
