// Turns the wire's JSON Schema (written by `python -m tjbot.generate`) into src/protocol/messages.ts.
// With --check it writes nothing and fails when the committed file differs.
import { readFile, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';

const SCHEMA = new URL('../src/protocol/schema.json', import.meta.url);
const MESSAGES = new URL('../src/protocol/messages.ts', import.meta.url);
const BANNER = '// Generated from schema.json by `npm run generate`; edit tjbot/protocol/ instead.';

/** Gives `State` its shape on the wire: one key a part at the top. */
function flatten(state) {
  const { parts: _parts, ...properties } = state.properties;
  return { ...state, properties, additionalProperties: true };
}

/** Names each definition as it is called and keeps its sentence on one line a paragraph. */
function tidy(definition, name) {
  const description = definition.description?.replaceAll(/\n[ \t]+/g, '\n');
  return { additionalProperties: false, ...definition, title: name, ...(description ? { description } : {}) };
}

async function generate() {
  const schema = JSON.parse(await readFile(SCHEMA, 'utf8'));
  const definitions = Object.fromEntries(
    Object.entries(schema.$defs).map(([name, definition]) => [name, tidy(definition, name)]),
  );
  definitions.State = flatten(definitions.State);
  const root = { title: 'Wire', $defs: definitions, anyOf: [{ $ref: '#/$defs/Command' }, { $ref: '#/$defs/Report' }] };
  return compile(root, 'Wire', {
    bannerComment: BANNER,
    unreachableDefinitions: true,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 120 },
  });
}

const fresh = await generate();
if (process.argv.includes('--check')) {
  if (fresh !== (await readFile(MESSAGES, 'utf8'))) {
    console.error('src/protocol/messages.ts is out of date: run `npm run generate` in web_ui/ and commit it.');
    process.exit(1);
  }
} else {
  await writeFile(MESSAGES, fresh);
}
