// Begins the file of a language, or adds to it what is new: `npm run language -- fr`. What is still empty stays English.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageSentences } from './sentences.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const languages = join(root, 'tjbot', 'languages');
const [code] = process.argv.slice(2);
if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(code ?? '') || code === 'en' || code === 'de') {
  console.error('Which language? Give its code, for example: npm run language -- fr');
  process.exit(2);
}
const file = join(languages, `${code}.json`);
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const translated = existsSync(file) ? read(file) : {};
// The German file has every sentence that the robot and the page's inner parts can say.
const all = [...pageSentences(join(root, 'web_ui', 'src', 'text')), ...Object.keys(read(join(languages, 'de.json')))];
const sentences = Object.fromEntries([...new Set(all)].map((sentence) => [sentence, translated[sentence] ?? '']));
writeFileSync(file, `${JSON.stringify({ ...sentences, ...translated }, null, 2)}\n`);
const missing = Object.values(sentences).filter((sentence) => sentence === '').length;
console.log(`${file}: ${Object.keys(sentences).length} sentences, ${missing} of them still in English.`);
