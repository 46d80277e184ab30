/**
 * @returns milliseconds since the process started, for durations: an administrator or a time server may set the clock of
 * `Date.now` forward or back
 */
export function uptime(): number {
	return performance.now();
}
