/**
 * Waits for work, but not for long; the work goes on all the same.
 * @param milliseconds to wait at most
 * @returns whether it was done by then
 * @throws what the work throws by then
 */
export async function finishesWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const timeUp = new Promise<boolean>((resolve) => {
		timer = setTimeout(() => resolve(false), milliseconds);
	});
	try {
		return await Promise.race([work.then(() => true), timeUp]);
	} finally {
		clearTimeout(timer);
	}
}
