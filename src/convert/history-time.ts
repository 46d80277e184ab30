/** What `historyTime` puts in front of a message. A message that somebody wrote does not begin so: its `<` is escaped. */
const historyTimePattern = /^<t:\d+:f>(?= |$)/;

/**
 * @param at milliseconds since 1970
 * @returns what stands in front of a message from before the room was joined: its time, which Rocket.Chat shows in the time zone of the
 * reader. Rocket.Chat: packages/message-parser, "Timestamp"
 */
export function historyTime(at: number): string {
	return `<t:${Math.floor(at / 1_000)}:f> `;
}

/** @returns the time in front of a message, as `historyTime` writes it, also if nothing stands behind it; empty if there is none */
export function historyTimeIn(text: string): string {
	const [time] = historyTimePattern.exec(text) ?? [];
	return time === undefined ? '' : `${time} `;
}
