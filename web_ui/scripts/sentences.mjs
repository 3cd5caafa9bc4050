// Every English sentence of the page's words, as it stands in a language's file: with names in braces for what is filled in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The sentences of all `en*.ts` of a folder, each once. */
export function pageSentences(folder) {
  const files = readdirSync(folder).filter((name) => /^en(\.\w+)?\.ts$/.test(name));
  const found = new Set();
  for (const file of files) collect(ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.ESNext, true), found);
  return [...found].filter((text) => /\p{Letter}{2}/u.test(text.replace(/\{\w+\}/g, '')));
}

function collect(node, found) {
  if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node) || ts.isBinaryExpression(node) && isComparison(node)) return;
  if (ts.isPropertyAssignment(node)) {
    collect(node.initializer, found);
    return;
  }
  if (ts.isElementAccessExpression(node) || (ts.isCallExpression(node) && /\.(replace|replaceAll|join|toLocale\w+)$/.test(node.expression.getText()))) {
    ts.forEachChild(node.expression, (child) => collect(child, found));
    return;
  }
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.add(node.text);
  if (ts.isTemplateExpression(node)) found.add(templateOf(node));
  ts.forEachChild(node, (child) => collect(child, found));
}

function isComparison(node) {
  return [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(node.operatorToken.kind);
}

/** A template with a name for each gap: that of what is filled in, else a number of its own. */
function templateOf(node) {
  const names = new Map();
  let text = node.head.text;
  for (const { expression, literal } of node.templateSpans) {
    const source = expression.getText();
    if (!names.has(source)) {
      const own = ts.isIdentifier(expression) ? source : (/(\w+)\W*$/.exec(source)?.[1] ?? 'text');
      const name = /^[a-z]\w*$/i.test(own) && ![...names.values()].includes(own) ? own : `text${names.size + 1}`;
      names.set(source, name);
    }
    text += `{${names.get(source)}}${literal.text}`;
  }
  return text;
}
