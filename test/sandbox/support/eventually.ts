/**
 * Asks until the answer is there.
 * @param question - gives `undefined` or `false` as long as it is not
 * @param milliseconds - after which it gives up
 * @throws with the description and, if the question threw last, its error
 */
export async function eventually<T>(
	description: string,
	question: () => Promise<T | undefined | false> | T | undefined | false,
	milliseconds = 60_000,
): Promise<T> {
	const deadline = Date.now() + milliseconds;
	let failure: unknown;
	for (;;) {
		try {
			const answer = await question();
			if (answer !== undefined && answer !== false) {
				return answer;
			}
			failure = undefined;
		} catch (error) {
			failure = error;
		}
		if (Date.now() >= deadline) {
			throw new Error(`Not within ${milliseconds} ms: ${description}`, { cause: failure });
		}
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
