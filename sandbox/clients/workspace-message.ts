/** A message as a Rocket.Chat client receives it, from REST or from the realtime API. */
export interface WorkspaceMessage {
	readonly id: string;
	readonly roomId: string;
	readonly text: string;
	/** Username of the sender. */
	readonly sender: string;
	/** `t`: the type of a system message. */
	readonly systemType?: string;
	/** Milliseconds since 1970. */
	readonly sentAt: number;
	/** All fields, with Rocket.Chat's names. */
	readonly raw: Readonly<Record<string, unknown>>;
}

/** @throws Error if the value is not a message */
export function workspaceMessageOf(raw: unknown): WorkspaceMessage {
	if (!isRecord(raw) || typeof raw._id !== 'string' || typeof raw.rid !== 'string') {
		throw new Error(`not a message of Rocket.Chat: ${JSON.stringify(raw)}`);
	}
	return {
		id: raw._id,
		roomId: raw.rid,
		text: typeof raw.msg === 'string' ? raw.msg : '',
		sender: isRecord(raw.u) && typeof raw.u.username === 'string' ? raw.u.username : '',
		...(typeof raw.t === 'string' ? { systemType: raw.t } : {}),
		sentAt: timeOf(raw.ts),
		raw,
	};
}

/** REST has times as text, the realtime API as `{ $date: milliseconds }`. @returns milliseconds since 1970 */
function timeOf(value: unknown): number {
	return isRecord(value) ? Number(value.$date) : Date.parse(String(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
