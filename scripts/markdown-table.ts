/** @returns a table in Markdown */
export function markdownTable(
	head: readonly string[],
	alignment: readonly string[],
	rows: readonly (readonly string[])[],
): string {
	return [head, alignment, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
