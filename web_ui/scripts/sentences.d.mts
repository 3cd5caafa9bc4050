/** The sentences of all `en*.ts` of a folder, each once. */
export function pageSentences(folder: string): string[];
