import { markdownTable } from '../../scripts/markdown-table';
import type { JudgedOrder } from './judge';
import type { Side } from './numbered-text';
import { isClean, type Report, type Totals } from './report';
import type { Ledger } from './workload';

/** The result of one scenario. */
export interface Row {
	readonly name: string;
	readonly title: string;
	readonly ledger: Ledger;
	readonly report: Report;
	/** Whose order was judged. */
	readonly order: JudgedOrder;
	/** Figures that the table has no column for. */
	readonly notes: readonly string[];
	/** What is wrong although the histories do not show it. */
	readonly failures: readonly string[];
	/** Milliseconds from the last accepted message until nothing changed any more. */
	readonly settledAfter: number;
	/** The report still changed at the time limit. */
	readonly unsettled: boolean;
}

/** @returns whether nothing went wrong */
export function isRowClean({ report, failures }: Row): boolean {
	return isClean(report.rocketchat) && isClean(report.matrix) && failures.length === 0;
}

const head = [
	'scenario',
	'',
	'accepted',
	'lost',
	'doubled',
	'reordered',
	'not edited',
	'not deleted',
	'reactions',
	'answers',
	'pins',
	'told',
	'told falsely',
	'settled after',
];
const alignment = ['---', '---', ...head.slice(2).map(() => '---:')];
const arrows: Readonly<Record<Side, string>> = { rocketchat: '→', matrix: '←' };

/** @returns one line for each scenario and direction, in Markdown */
export function tableOf(rows: readonly Row[]): string {
	return markdownTable(head, alignment, rows.flatMap(linesOf));
}

function linesOf({ title, name, ledger, report, order, settledAfter, unsettled }: Row): string[][] {
	return (['rocketchat', 'matrix'] as const)
		.filter((side) => ledger[side].accepted > 0)
		.map((side, index) => [
			index === 0 ? `${title} (\`${name}\`)` : '',
			arrows[side],
			String(ledger[side].accepted),
			...cellsOf(report[side], order),
			index === 0 ? `${unsettled ? 'not in ' : ''}${Math.round(settledAfter / 1_000)} s` : '',
		]);
}

function cellsOf(totals: Totals, order: JudgedOrder): string[] {
	const { lost, doubled, reordered, notEdited, notDeleted, told, toldFalsely } = totals;
	const { wrongReactions, wrongAnswers, wrongPins } = totals;
	const cell = (count: number) => (count === 0 ? '0' : `**${count}**`);
	return [
		...[cell(lost), cell(doubled), order === 'none' ? '–' : cell(reordered)],
		...[notEdited, notDeleted, wrongReactions, wrongAnswers, wrongPins, told, toldFalsely].map(cell),
	];
}
