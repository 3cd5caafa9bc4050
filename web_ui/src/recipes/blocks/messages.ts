import { language } from '../../text';

/** What Blockly itself says, in the page's language where it is one of the two that we ship, else in English. */
export async function blocklyMessages(): Promise<Record<string, string>> {
  const messages: object = language === 'de' ? await import('blockly/msg/de') : await import('blockly/msg/en');
  return { ...messages };
}
