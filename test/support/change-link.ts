import type { Link, LinkTable } from '../../src/store/link-table';

/**
 * Changes details of a stored link.
 * @throws Error if there is no such link
 */
export async function changeLink<M extends string, R extends string, L extends Link<M, R>>(
	table: LinkTable<M, R, L>,
	matrixId: M,
	change: Partial<L>,
): Promise<void> {
	const link = await table.byMatrixId(matrixId);
	if (!link) {
		throw new Error(`no link of ${matrixId}`);
	}
	await table.change({ ...link, ...change });
}
