/**
 * Waits.
 * @param milliseconds how long
 */
export function pauseFor(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
