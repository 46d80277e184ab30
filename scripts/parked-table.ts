import { explanations } from '../src/admin/parked-reasons';
import { translate } from '../src/i18n';
import { markdownTable } from './markdown-table';

/** @returns the table of the reasons for which something is parked, as Markdown, made from their English texts */
export function parkedTable(): string {
	return markdownTable(
		['reason', 'meaning and remedy'],
		['---', '---'],
		[
			...Object.entries(explanations).map(([reason, text]) => [`\`${reason}\``, translate(text)]),
			['`unexpected`, and every other', translate('parked_unexpected')],
		],
	);
}
