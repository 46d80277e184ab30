/**
 * Waits until a promise settles, at most for some time. The work behind the promise continues afterwards.
 * @param milliseconds the longest time to wait
 * @returns whether the promise was fulfilled in time
 * @throws what the promise rejects with in time
 */
export async function waitAtMost(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const timeUp = new Promise<boolean>((resolve) => {
		timer = setTimeout(() => resolve(false), milliseconds);
	});
	try {
		return await Promise.race([promise.then(() => true), timeUp]);
	} finally {
		clearTimeout(timer);
	}
}
