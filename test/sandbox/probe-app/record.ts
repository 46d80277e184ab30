import { encode } from './encoding';

/** Something the app saw. */
export interface Recorded {
	/** The handler's name without `execute`, such as `PostMessageSent`, or what the app calls it. */
	name: string;
	/** The first argument, encoded. */
	data?: unknown;
	/** Milliseconds since 1970 on the app's clock. */
	at: number;
}

/** In the order in which the handlers began. */
export const recorded: Recorded[] = [];

export function record(name: string, data?: unknown): void {
	recorded.push({ name, at: Date.now(), ...(data !== undefined && { data: encode(data) }) });
}
